package dev.rollcall.store.snapshot;

import dev.rollcall.database.Timestamps;
import dev.rollcall.store.staging.RequestCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code directory.snapshot}; numbers that are not known yet are 0.
 *
 * @param outcome open, guarded, published or discarded
 * @param publishedAt null unless published
 * @param sample null when no group was to be read again
 * @param chain its link in the chain of its source, in hexadecimal; null unless published
 */
public record SnapshotRow(
        long id,
        int attempt,
        String outcome,
        boolean baseline,
        @Nullable Instant publishedAt,
        Totals totals,
        Changes changes,
        long gaps,
        RequestCounts requests,
        @Nullable Sample sample,
        @Nullable String chain) {
    /** Selects the row of one snapshot, by its number. */
    public static final String SELECT = """
            SELECT n.*, l.link
              FROM directory.snapshot n
              LEFT JOIN directory.link l ON l.snapshot = n.id
             WHERE n.id = ?
            """;

    /** How many groups were read again at the end of the reading, and how many of them had changed. */
    public record Sample(long groups, long drifted) {}

    /** How many rows the snapshot holds. */
    public record Totals(long groups, long memberships, long users) {}

    /** How many rows it changed against the snapshot before. */
    public record Changes(
            long groupsCreated,
            long groupsChanged,
            long groupsDeleted,
            long membersJoined,
            long membersLeft,
            long usersCreated,
            long usersChanged,
            long usersDeleted) {}

    /** Reads a row of {@link #SELECT}. */
    public static SnapshotRow of(ResultSet row) throws SQLException {
        return new SnapshotRow(
                row.getLong("id"),
                row.getInt("attempt"),
                row.getString("outcome"),
                row.getBoolean("baseline"),
                Timestamps.read(row, "published_at"),
                new Totals(row.getLong("groups"), row.getLong("memberships"), row.getLong("users")),
                new Changes(
                        row.getLong("groups_created"),
                        row.getLong("groups_changed"),
                        row.getLong("groups_deleted"),
                        row.getLong("members_joined"),
                        row.getLong("members_left"),
                        row.getLong("users_created"),
                        row.getLong("users_changed"),
                        row.getLong("users_deleted")),
                row.getLong("gaps"),
                new RequestCounts(row.getLong("requests"), row.getLong("retries"), row.getLong("throttles")),
                sample(row),
                row.getString("link"));
    }

    private static @Nullable Sample sample(ResultSet row) throws SQLException {
        long groups = row.getLong("sampled_groups");
        return row.wasNull() ? null : new Sample(groups, row.getLong("drifted_groups"));
    }
}
