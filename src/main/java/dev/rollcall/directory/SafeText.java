package dev.rollcall.directory;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The filter that every text from elsewhere passes on its way to a terminal, a log or an error message. Line breaks,
 * control characters, escape sequences, bidirectional overrides and lone surrogates are unsafe: they could forge a line
 * or hide what stands there. All other characters, of every script, pass.
 */
public final class SafeText {
    private static final int MAX_QUOTED = 60;
    private static final int MAX_MASKED = 240;
    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /** For results: unsafe characters become visible escapes. */
    public static String of(String text) {
        if (isSafe(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> appendVisibly(line, c));
        return line.toString();
    }

    /** A name for results, or what stands in for one that is missing. */
    public static String of(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? of(otherwise) : of(text);
    }

    /** For prose, as in a log: white space and unsafe characters become single blanks, and none at either end. */
    public static String oneLine(String text) {
        return oneLine(text, Integer.MAX_VALUE);
    }

    /** {@link #oneLine(String)}, cut off where it is longer. */
    public static String oneLine(String text, int maxLength) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxLength));
        boolean blank = false;
        for (int i = 0; i < text.length() && line.length() < maxLength; i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (Character.isWhitespace(c) || !isSafe(c)) {
                blank = !line.isEmpty();
                continue;
            }
            if (blank) {
                line.append(' ');
                blank = false;
            }
            line.appendCodePoint(c);
        }
        return line.toString();
    }

    /**
     * For what an error message cites from a file: each unsafe character becomes U+FFFD. Cut off after {@value
     * #MAX_MASKED} characters.
     */
    public static String masked(String text) {
        if (text.length() <= MAX_MASKED && isSafe(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(MAX_MASKED)
                .map(c -> isSafe(c) ? c : REPLACEMENT)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** {@linkplain #masked Masked}, in quotes, and cut off after {@value #MAX_QUOTED} characters. */
    public static String quoted(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > MAX_QUOTED;
        return "'" + masked(isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "…" : text) + "'";
    }

    /** Whether no character of a text is unsafe. */
    public static boolean isSafe(String text) {
        // No stream: hundreds of job files are read before a compiler has seen to one.
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isSafe(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static void appendVisibly(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isSafe(c)) {
                    line.appendCodePoint(c);
                } else {
                    line.append(String.format(Locale.ROOT, "\\u{%04X}", c));
                }
            }
        }
    }

    private static boolean isSafe(int c) {
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
