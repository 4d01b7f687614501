package dev.rollcall.directory;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The filter that every text from elsewhere passes on its way to a terminal: line breaks, control characters, escape
 * sequences and bidirectional overrides become visible and harmless.
 */
public final class SafeText {
    private SafeText() {}

    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(line, c));
        return line.toString();
    }

    /** A name, or what stands in for one that is missing. */
    public static String of(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? of(otherwise) : of(text);
    }

    private static void append(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isHarmless(c)) {
                    line.appendCodePoint(c);
                } else {
                    line.append(String.format(Locale.ROOT, "\\u{%04X}", c));
                }
            }
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
