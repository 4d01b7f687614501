package dev.rollcall.store.staging;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** A chunk's items as arrays, one a column: so one statement, always with the same text, takes any number of rows. */
final class ChunkRows<T> {
    private final Collection<T> rows;

    /**
     * Keeps, of items whose ids are stored alike, the last: a statement can't write one row twice.
     *
     * @param items in the order read
     */
    ChunkRows(List<T> items, Function<T, String> id) {
        StoredText text = new StoredText();
        Map<@Nullable String, T> latest = new LinkedHashMap<>();
        items.forEach(item -> latest.put(text.of(id.apply(item)), item));
        this.rows = latest.values();
    }

    Collection<T> rows() {
        return rows;
    }

    SqlArrayValue column(Function<T, @Nullable String> value) {
        return new SqlArrayValue("text", rows.stream().map(value).toArray());
    }

    /** A column of times, as text with all their digits. */
    SqlArrayValue times(Function<T, @Nullable Instant> value) {
        return column(row -> {
            Instant time = value.apply(row);
            return time == null ? null : time.toString();
        });
    }
}
