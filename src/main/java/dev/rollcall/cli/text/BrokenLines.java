package dev.rollcall.cli.text;

import dev.rollcall.directory.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** Breaks a line between words, so that it fits a terminal. */
final class BrokenLines {
    private static final String INDENT = "    ";

    private BrokenLines() {}

    /**
     * The line in parts; those after the first are indented. A word that is too wide by itself is cut.
     *
     * @param columns no part is wider
     */
    static List<String> of(String line, int columns) {
        if (TextWidth.of(line) <= columns) {
            return List.of(line);
        }
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String word : line.split("(?<=\\S) ", -1)) {
            if (!part.isEmpty() && TextWidth.of(part + " " + word) > columns) {
                parts.add(TextWidth.cut(part.toString(), columns));
                part.setLength(0);
                part.append(INDENT).append(word);
            } else {
                part.append(part.isEmpty() ? "" : " ").append(word);
            }
        }
        parts.add(TextWidth.cut(part.toString(), columns));
        return List.copyOf(parts);
    }
}
