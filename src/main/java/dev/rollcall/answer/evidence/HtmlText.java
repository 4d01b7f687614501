package dev.rollcall.answer.evidence;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.directory.SafeText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page under construction. Whatever is appended as text stays text: markup is this class's own. */
final class HtmlText {
    private final StringBuilder html = new StringBuilder();

    /** Markup, which the caller writes out and takes from nowhere. */
    HtmlText markup(String markup) {
        html.append(markup);
        return this;
    }

    /** An element of these words. */
    HtmlText element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name + ">\n");
    }

    /** Text of our own. */
    HtmlText text(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(text.charAt(i));
            }
        }
        return this;
    }

    /** Text from elsewhere: what could hide or reorder it is made visible, and its direction is its own. */
    HtmlText foreign(@Nullable String text) {
        return text == null
                ? text("–")
                : markup("<bdi>").text(SafeText.of(text)).markup("</bdi>");
    }

    /** A table; its cells are texts from elsewhere, {@link Instant}s, numbers, or null. */
    HtmlText table(List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
        markup("<table>\n<thead><tr>");
        header.forEach(cell -> markup("<th scope=\"col\">").text(cell).markup("</th>"));
        markup("</tr></thead>\n<tbody>\n");
        for (List<? extends @Nullable Object> row : rows) {
            markup("<tr>");
            row.forEach(this::cell);
            markup("</tr>\n");
        }
        return markup("</tbody>\n</table>\n");
    }

    private void cell(@Nullable Object cell) {
        if (cell instanceof Number number) {
            markup("<td class=\"number\">").text(String.format(Locale.ROOT, "%,d", number.longValue()));
        } else if (cell instanceof Instant time) {
            markup("<td class=\"time\">").text(PointInTime.format(time));
        } else {
            markup("<td>").foreign(cell == null ? null : cell.toString());
        }
        markup("</td>");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
