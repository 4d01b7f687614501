package dev.rollcall.development;

import dev.rollcall.directory.TextWidth;
import org.jspecify.annotations.Nullable;

/**
 * Untrusted text made fit for a table on a terminal: without control and format characters, cut off where it is long.
 *
 * @param width the columns it takes
 */
record TableCell(String text, int width) {
    private static final int MOST_WIDTH = 36;

    private static final String LEFT_TO_RIGHT_MARK = "\u200e";

    static TableCell of(@Nullable String value) {
        String text = value == null ? "" : value;
        StringBuilder plain = new StringBuilder();
        text.codePoints().map(c -> isPlain(c) ? c : '\uFFFD').forEach(plain::appendCodePoint);
        String cut = TextWidth.cut(plain.toString(), MOST_WIDTH);
        return new TableCell(withMark(cut), TextWidth.of(cut));
    }

    String padded(int columns, boolean toTheRight) {
        String blanks = " ".repeat(columns - width);
        return toTheRight ? blanks + text : text + blanks;
    }

    /** Whether it is a number, as the database prints one. */
    boolean isNumber() {
        return text.matches("-?[0-9.]+");
    }

    /** Ends right-to-left text with a mark, or terminals would write the cells that follow in that direction as well. */
    private static String withMark(String text) {
        boolean rightToLeft = text.codePoints()
                .map(Character::getDirectionality)
                .anyMatch(direction -> direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
        return rightToLeft ? text + LEFT_TO_RIGHT_MARK : text;
    }

    private static boolean isPlain(int c) {
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
