package dev.rollcall.store.publish;

import dev.rollcall.database.RowCount;
import dev.rollcall.database.SqlFile;
import dev.rollcall.store.snapshot.SnapshotRow;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the differences of a snapshot into history: closes rows, opens rows, and seals the snapshot. */
final class HistoryWriter {
    private static final String ORPHANS = SqlFile.read(HistoryWriter.class, "count-orphans");
    private static final String SALT_USERS = SqlFile.read(HistoryWriter.class, "salt-users");
    private static final String SEAL = SqlFile.read(HistoryWriter.class, "seal");

    private final JdbcClient jdbc;

    HistoryWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Closes before it opens: of one key only one row may be current. */
    void write(StagedSnapshot snapshot, DifferenceCounts counts, OffsetDateTime at) {
        run("close-memberships", counts.membershipsClosed(), snapshot, at);
        run("close-groups", counts.groupsClosed(), snapshot, at);
        run("close-users", counts.usersClosed(), snapshot, at);
        run("open-groups", counts.groupsOpened(), snapshot, at);
        saltUsers(counts.usersOpened());
        run("open-users", counts.usersOpened(), snapshot, at);
        run("open-memberships", counts.membershipsOpened(), snapshot, at);
        gaps("close-gaps", snapshot, at);
        gaps("explain-gaps", snapshot, at);
        gaps("open-gaps", snapshot, at);
        checkGaps(snapshot, counts);
    }

    /**
     * Makes the snapshot published, and its source read and not retired.
     *
     * @param digest of the removals
     * @param consentedBy null when no consent was needed
     */
    void seal(
            StagedSnapshot snapshot,
            DifferenceCounts counts,
            OffsetDateTime at,
            String digest,
            @Nullable String consentedBy) {
        SnapshotRow.Totals totals = totals(counts);
        SnapshotRow.Changes changes = changes(counts);
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("snapshot", snapshot.token().snapshot());
        parameters.put("at", at);
        parameters.put("baseline", snapshot.baseline());
        parameters.put("groups", totals.groups());
        parameters.put("memberships", totals.memberships());
        parameters.put("users", totals.users());
        parameters.put("groupsCreated", changes.groupsCreated());
        parameters.put("groupsChanged", changes.groupsChanged());
        parameters.put("groupsDeleted", changes.groupsDeleted());
        parameters.put("membersJoined", changes.membersJoined());
        parameters.put("membersLeft", changes.membersLeft());
        parameters.put("usersCreated", changes.usersCreated());
        parameters.put("usersChanged", changes.usersChanged());
        parameters.put("usersDeleted", changes.usersDeleted());
        parameters.put("gaps", counts.gaps());
        parameters.put("orphans", snapshot.withUsers() ? orphans(snapshot) : null);
        parameters.put("removals", digest);
        parameters.put("consentedBy", consentedBy);
        int sealed = jdbc.sql(SEAL).params(parameters).update();
        expect(1, sealed, "sealing", snapshot);
        int touched = jdbc.sql("""
                        UPDATE directory.source s
                           SET retired_at = NULL, users_read_at = coalesce(l.read_at, s.users_read_at)
                          FROM directory.snapshot n
                          LEFT JOIN staging.listing_checkpoint l
                            ON l.snapshot = n.id AND l.listing = 'users' AND n.with_users
                         WHERE n.id = ? AND s.id = n.source
                        """).param(snapshot.token().snapshot()).update();
        expect(1, touched, "sealing the source of", snapshot);
    }

    /** How many rows are published once the differences are written. */
    static SnapshotRow.Totals totals(DifferenceCounts counts) {
        return new SnapshotRow.Totals(
                counts.groupsTotal() - counts.groupsClosed() + counts.groupsOpened(),
                counts.membershipsTotal() - counts.membershipsClosed() + counts.membershipsOpened(),
                counts.usersAfter());
    }

    /** The rows that the view {@code changes} gains. */
    static SnapshotRow.Changes changes(DifferenceCounts counts) {
        return new SnapshotRow.Changes(
                counts.groupsCreated(),
                counts.groupsChanged(),
                counts.groupsDeleted(),
                counts.membersJoined(),
                counts.membersLeft(),
                counts.usersCreated(),
                counts.usersChanged(),
                counts.usersDeleted());
    }

    private void run(String file, long expected, StagedSnapshot snapshot, OffsetDateTime at) {
        if (expected > 0) {
            int rows = jdbc.sql(SqlFile.read(HistoryWriter.class, file))
                    .param("at", at)
                    .update();
            expect(expected, rows, file, snapshot);
        }
    }

    private void saltUsers(long opened) {
        if (opened > 0) {
            jdbc.sql(SALT_USERS).update();
        }
    }

    private void gaps(String file, StagedSnapshot snapshot, OffsetDateTime at) {
        jdbc.sql(SqlFile.read(HistoryWriter.class, file))
                .param("at", at)
                .param("snapshot", snapshot.token().snapshot())
                .param("source", snapshot.token().source())
                .update();
    }

    private void checkGaps(StagedSnapshot snapshot, DifferenceCounts counts) {
        long open = jdbc.sql("SELECT count(*) FROM directory.gap WHERE source = ? AND until = 'infinity'")
                .param(snapshot.token().source())
                .query(Long.class)
                .single();
        expect(counts.gaps(), open, "the gaps", snapshot);
    }

    private long orphans(StagedSnapshot snapshot) {
        TableJoins.join(jdbc, !snapshot.smallPart());
        return jdbc.sql(ORPHANS)
                .param("source", snapshot.token().source())
                .query(Long.class)
                .single();
    }

    private static void expect(long expected, long rows, String what, StagedSnapshot snapshot) {
        RowCount.expect(
                expected, rows, what + " of snapshot " + snapshot.token().snapshot());
    }
}
