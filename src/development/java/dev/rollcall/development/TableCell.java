package dev.rollcall.development;

import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/**
 * Untrusted text made fit for a table on a terminal: without control and format characters, cut off where it is long.
 *
 * @param width the columns it takes
 */
record TableCell(String text, int width) {
    private static final int MOST_WIDTH = 36;

    /** A limit of its own, since characters that take no column can pile up. */
    private static final int MOST_CHARACTERS = 4 * MOST_WIDTH;

    private static final String LEFT_TO_RIGHT_MARK = "\u200e";

    static TableCell of(@Nullable String value) {
        String text = value == null ? "" : value;
        int[] characters = text.codePoints()
                .limit(MOST_CHARACTERS)
                .map(c -> isPlain(c) ? c : '\uFFFD')
                .toArray();
        boolean whole = text.codePointCount(0, text.length()) <= MOST_CHARACTERS && width(characters) <= MOST_WIDTH;
        StringBuilder shown = new StringBuilder();
        int width = 0;
        for (int c : characters) {
            if (!whole && width + width(c) > MOST_WIDTH - 1) {
                break;
            }
            shown.appendCodePoint(c);
            width += width(c);
        }
        if (!whole) {
            shown.append('…');
            width++;
        }
        return new TableCell(withMark(shown.toString()), width);
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

    private static int width(int[] characters) {
        int width = 0;
        for (int c : characters) {
            width += width(c);
        }
        return width;
    }

    private static int width(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
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
