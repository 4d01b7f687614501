package dev.rollcall.answer;

import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of the database, and what was known of it at a time.
 *
 * @param at the time asked about
 * @param covered whether anything was known at that time
 * @param firstPublished the first time as of which it can be asked; null while it was never published
 * @param snapshotId the last snapshot published by then; null when there is none
 * @param link the newest link of its chain by then, in hexadecimal; null when there is none
 */
public record SourceAt(
        String name,
        String provider,
        String identityStoreId,
        Instant at,
        boolean covered,
        @Nullable Instant firstPublished,
        @Nullable Long snapshotId,
        @Nullable String link) {
    private static final String SOURCES = SqlFile.read(SourceAt.class, "sources-at");

    /** Of some sources, in the order in which they are named. Those that the database doesn't know are left out. */
    public static List<SourceAt> of(ReadSession session, List<String> names, Instant at) {
        return session
                .jdbc()
                .sql(SOURCES)
                .param("names", names)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query((row, n) -> read(row, at))
                .list()
                .stream()
                .sorted(Comparator.comparing(source -> names.indexOf(source.name())))
                .toList();
    }

    private static SourceAt read(ResultSet row, Instant at) throws SQLException {
        return new SourceAt(
                row.getString("name"),
                row.getString("provider"),
                row.getString("identity_store_id"),
                at,
                row.getBoolean("covered"),
                Timestamps.read(row, "first_published"),
                row.getObject("snapshot_id", Long.class),
                row.getString("link"));
    }

    /** Whether anything was ever published of it. */
    public boolean isKnown() {
        return firstPublished != null;
    }
}
