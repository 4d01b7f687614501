package dev.rollcall.store.staging;

import dev.rollcall.directory.Marker;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Markers as checkpoints store them: text, null for the first page. */
final class MarkerColumn {
    private static final String NAME = "marker";

    private MarkerColumn() {}

    static @Nullable Marker read(ResultSet row) throws SQLException {
        String value = row.getString(NAME);
        return value == null ? null : new Marker(value);
    }

    static @Nullable String value(@Nullable Marker marker) {
        return marker == null ? null : marker.value();
    }
}
