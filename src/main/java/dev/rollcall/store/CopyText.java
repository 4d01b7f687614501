package dev.rollcall.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY. */
final class CopyText {
    private final StringBuilder rows = new StringBuilder();
    private boolean first = true;

    CopyText add(long value) {
        separate().append(value);
        return this;
    }

    /** ISO 8601 in UTC, which PostgreSQL reads whatever its settings. */
    CopyText add(@Nullable Instant value) {
        return add(value == null ? null : value.toString());
    }

    CopyText add(@Nullable String value) {
        separate();
        if (value == null) {
            rows.append("\\N");
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
        return this;
    }

    void endRow() {
        rows.append('\n');
        first = true;
    }

    byte[] bytes() {
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder separate() {
        if (!first) {
            rows.append('\t');
        }
        first = false;
        return rows;
    }
}
