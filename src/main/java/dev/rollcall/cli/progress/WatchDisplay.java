package dev.rollcall.cli.progress;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A text on a terminal that is painted anew again and again, until a person has seen enough of it. */
public final class WatchDisplay implements AutoCloseable {
    private final LiveLines lines;

    /** @param terminal that can be painted on */
    public WatchDisplay(OutputStream terminal) {
        this.lines = new LiveLines(terminal, TerminalSize::now);
    }

    /**
     * Paints paragraphs in place of those there. Where there is no room for all, those that come first are shown, and
     * how many are left out.
     *
     * @param paragraphs gives them for a number of columns, no line wider
     */
    public void paint(IntFunction<List<List<String>>> paragraphs) {
        lines.paint((columns, rows) -> {
            List<List<String>> all = paragraphs.apply(columns);
            int total = all.stream().mapToInt(List::size).sum();
            List<String> shown = new ArrayList<>();
            int left = all.size();
            for (List<String> paragraph : all) {
                if (total > rows && shown.size() + paragraph.size() >= rows) {
                    break;
                }
                shown.addAll(paragraph);
                left--;
            }
            if (left > 0) {
                String more = "… and " + left + " more, for which the screen has no room";
                shown.add(more.substring(0, Math.min(more.length(), columns)));
            }
            return shown;
        });
    }

    /** Leaves the text as it was painted last. */
    @Override
    public void close() {
        lines.leave();
    }
}
