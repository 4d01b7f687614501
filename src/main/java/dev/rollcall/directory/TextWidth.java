package dev.rollcall.directory;

/**
 * How wide a text is on a terminal: ideographs and emoji take two columns, combining marks none. Terminals differ in
 * some symbols; those count as wide.
 */
public final class TextWidth {
    private static final String CUT = "…";

    /** So many combining marks may stand on each column. */
    private static final int MOST_MARKS = 4;

    private TextWidth() {}

    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** The text or, where it is wider, its beginning and {@code …}: {@code most} columns together. */
    public static String cut(String text, int most) {
        if (fits(text, most)) {
            return text;
        }
        int end = 0;
        int columns = 0;
        while (end < text.length() && end < MOST_MARKS * most) {
            int c = text.codePointAt(end);
            if (columns + of(c) > most - 1) {
                break;
            }
            columns += of(c);
            end += Character.charCount(c);
        }
        return text.substring(0, end) + CUT;
    }

    private static boolean fits(String text, int most) {
        return text.length() <= MOST_MARKS * most && of(text) <= most;
    }

    private static int of(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return isSymbol(c)
                || switch (Character.UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, TANGUT, NUSHU, KHITAN_SMALL_SCRIPT -> true;
                    default -> false;
                };
    }

    /** Blocks of emoji, of ideographs' punctuation, and of full-width forms. */
    private static boolean isSymbol(int c) {
        return (c >= 0x2300 && c <= 0x23FF)
                || (c >= 0x2600 && c <= 0x27BF)
                || (c >= 0x2B00 && c <= 0x2BFF)
                || (c >= 0x2E80 && c <= 0x303F)
                || (c >= 0xFE10 && c <= 0xFE6F)
                || (c >= 0xFF01 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F000 && c <= 0x1FAFF);
    }
}
