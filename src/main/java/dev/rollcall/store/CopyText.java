package dev.rollcall.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of COPY. Made of bytes, not of characters: much of what staging costs is spent here, and one
 * name in another script would make every character of a builder twice as large.
 */
final class CopyText {
    private static final byte[] NULL = ascii("\\N");

    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private boolean first = true;

    CopyText add(long value) {
        separate();
        rows.writeBytes(ascii(Long.toString(value)));
        return this;
    }

    /** ISO 8601 in UTC, which PostgreSQL reads whatever its settings. */
    CopyText add(@Nullable Instant value) {
        separate();
        rows.writeBytes(
                value == null
                        ? NULL
                        : ascii(OffsetDateTime.ofInstant(value, ZoneOffset.UTC).toString()));
        return this;
    }

    /** @param text in UTF-8 */
    CopyText add(byte @Nullable [] text) {
        separate();
        if (text == null) {
            rows.writeBytes(NULL);
            return this;
        }
        int added = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '\\' || b == '\t' || b == '\n' || b == '\r') {
                rows.write(text, added, i - added);
                rows.writeBytes(escaped(b));
                added = i + 1;
            }
        }
        rows.write(text, added, text.length - added);
        return this;
    }

    void endRow() {
        rows.write('\n');
        first = true;
    }

    byte[] bytes() {
        return rows.toByteArray();
    }

    private void separate() {
        if (!first) {
            rows.write('\t');
        }
        first = false;
    }

    private static byte[] escaped(byte b) {
        return switch (b) {
            case '\t' -> ascii("\\t");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            default -> ascii("\\\\");
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
