package dev.rollcall.answer.evidence;

import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code links.sql}.
 *
 * @param source its number
 * @param snapshotSource number of the source of its snapshot; null where there is no such published snapshot
 */
record LinkRow(
        int source,
        long seq,
        String kind,
        Instant at,
        @Nullable Long snapshot,
        String facts,
        String link,
        @Nullable Integer snapshotSource,
        @Nullable Instant publishedAt,
        @Nullable Instant retiredAt) {

    static LinkRow of(ResultSet row) throws SQLException {
        return new LinkRow(
                row.getInt("source"),
                row.getLong("seq"),
                row.getString("kind"),
                Objects.requireNonNull(Timestamps.read(row, "at")),
                row.getObject("snapshot", Long.class),
                row.getString("facts"),
                row.getString("link"),
                row.getObject("snapshot_source", Integer.class),
                Timestamps.read(row, "published_at"),
                Timestamps.read(row, "retired_at"));
    }

    ChainReport.Place place() {
        return new ChainReport.Place(seq, kind, at, snapshot, link);
    }
}
