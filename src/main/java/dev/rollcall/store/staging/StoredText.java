package dev.rollcall.store.staging;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the provider's text storable: PostgreSQL holds neither U+0000 nor lone surrogates, so each becomes U+FFFD and
 * is counted. Not safe for use by several threads.
 */
final class StoredText {
    private static final char REPLACEMENT = '\uFFFD';

    private long replaced;

    /** Characters replaced so far. */
    long replaced() {
        return replaced;
    }

    /** The storable text; null for null. */
    @Nullable
    String of(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** The storable text in UTF-8. */
    byte @Nullable [] utf8(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return isPlain(utf8) ? utf8 : clean(text).getBytes(StandardCharsets.UTF_8);
    }

    private String clean(String text) {
        int bad = firstBad(text, 0);
        if (bad < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (; bad >= 0; bad = firstBad(text, bad + 1)) {
            clean.setCharAt(bad, REPLACEMENT);
            replaced++;
        }
        return clean.toString();
    }

    /**
     * True only when nothing needs replacing. Encoding turns a lone surrogate into a question mark, so one means maybe.
     */
    private static boolean isPlain(byte[] utf8) {
        for (byte b : utf8) {
            if (b <= 0 || b == '?') {
                return false;
            }
        }
        return true;
    }

    private static int firstBad(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
