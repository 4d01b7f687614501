package dev.rollcall.answer.format;

import java.util.Locale;

/**
 * What becomes of text in CSV that a spreadsheet would take for a formula. A name in an identity store can be one, and
 * whoever opens the file would run it.
 */
public enum FormulaCells {
    /** It gets one leading {@code '}; {@code docs/readers.md} tells how that is undone. */
    ESCAPE,

    /** It stays as it is, for programs. */
    KEEP;

    /** Full-width ones count as formulas in some spreadsheets. */
    private static final String BEGIN_FORMULAS = "=+-@＝＋－＠";

    String apply(String text) {
        return this == ESCAPE && isFormula(text) ? "'" + text : text;
    }

    /**
     * Whether a text gets a leading {@code '}. Those that it has already change nothing, so that one more or one less
     * leaves the answer as it was: that is what makes the rule one that can be undone.
     */
    static boolean isFormula(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '\'') {
            start++;
        }
        if (start < text.length() && "\t\r\n".indexOf(text.charAt(start)) >= 0) {
            return true;
        }
        int first = text.codePoints()
                .skip(start)
                .dropWhile(FormulaCells::isInvisible)
                .findFirst()
                .orElse(-1);
        return first >= 0 && BEGIN_FORMULAS.indexOf(first) >= 0;
    }

    /** White_Space, Cc and Cf of Unicode: White_Space is the three kinds of separators and some of Cc. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            default -> false;
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
