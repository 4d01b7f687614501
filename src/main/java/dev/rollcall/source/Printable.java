package dev.rollcall.source;

/** Text from a file, made fit for an error message: one line, short, no control or bidirectional override characters. */
final class Printable {
    private static final int MAX_LENGTH = 60;

    private Printable() {}

    static String of(Object text) {
        StringBuilder clean = new StringBuilder();
        text.toString()
                .codePoints()
                .map(c -> isPlain(c) ? c : '\uFFFD')
                .limit(4L * MAX_LENGTH)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** In quotes, and cut off where it is long. */
    static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        String start = length <= MAX_LENGTH ? text : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "…";
        return "'" + of(start) + "'";
    }

    /** Whether a text holds nothing but what an error message can show. */
    static boolean isPlain(String text) {
        return text.codePoints().allMatch(Printable::isPlain);
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
