package dev.rollcall.store.snapshot;

import dev.rollcall.database.RowCount;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens, resumes and discards snapshots. Each call is a transaction of its own, made while the source's lock is held.
 * Safe for use by several threads.
 */
public final class Snapshots {
    private final JdbcClient jdbc;

    public Snapshots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An interrupted snapshot.
     *
     * @param attempt counts the times that Spring Batch had to begin a new job instance for it
     * @param age since it was begun, by the database's clock
     * @param scope what it reads, as given to {@link #begin}
     */
    public record Interrupted(long id, int attempt, Duration age, String scope) {}

    /** The source's interrupted snapshot, if it has one; a dry run's does not count. */
    public Optional<Interrupted> interrupted(int source) {
        return jdbc.sql("""
                        SELECT id, attempt, extract(epoch FROM clock_timestamp() - started_at)::bigint AS age, scope
                        FROM directory.snapshot
                        WHERE source = ? AND outcome = 'open' AND NOT dry_run
                        """)
                .param(source)
                .query((row, n) -> new Interrupted(
                        row.getLong("id"),
                        row.getInt("attempt"),
                        Duration.ofSeconds(row.getLong("age")),
                        row.getString("scope")))
                .optional();
    }

    /**
     * Opens a new snapshot.
     *
     * @param scope what it reads, in words that are the same only for the same groups
     * @param withUsers whether it reads the users too
     * @param version of Rollcall
     * @param dryRun whether readers never see it, and it is dropped once it is read
     * @return its id, which no snapshot had before, not even one that was lost when the database was restored
     */
    public long begin(int source, String scope, boolean withUsers, String version, boolean dryRun) {
        return jdbc.sql("""
                        INSERT INTO directory.snapshot
                            (id, source, scope, with_users, rollcall_version, dry_run, read_from)
                        OVERRIDING SYSTEM VALUE
                        VALUES (staging.next_snapshot(), ?, ?, ?, ?, ?, clock_timestamp())
                        RETURNING id
                        """)
                .params(source, scope, withUsers, version, dryRun)
                .query(Long.class)
                .single();
    }

    /**
     * Counts one more run of a snapshot. Reading begins with it when no earlier run staged a page.
     *
     * @return the number of this run
     */
    public int resume(long snapshot) {
        return jdbc.sql("""
                        UPDATE directory.snapshot n
                           SET runs = n.runs + 1,
                               read_from = CASE WHEN EXISTS (SELECT FROM staging.listing_checkpoint l
                                                              WHERE l.snapshot = n.id) THEN n.read_from
                                                ELSE clock_timestamp() END
                         WHERE n.id = ?
                        RETURNING n.runs
                        """).param(snapshot).query(Integer.class).single();
    }

    /** Records whether an open snapshot reads the users too, which may change from run to run. */
    public void withUsers(long snapshot, boolean withUsers) {
        int updated = jdbc.sql("UPDATE directory.snapshot SET with_users = ? WHERE id = ? AND outcome = 'open'")
                .params(withUsers, snapshot)
                .update();
        RowCount.expectOne(updated, "updating snapshot " + snapshot);
    }

    /** Counts one more attempt, when Spring Batch refuses to restart the present one. */
    public int nextAttempt(long snapshot) {
        return jdbc.sql("UPDATE directory.snapshot SET attempt = attempt + 1 WHERE id = ? RETURNING attempt")
                .param(snapshot)
                .query(Integer.class)
                .single();
    }

    /** Ends an open snapshot without publishing it. */
    public void discard(long snapshot) {
        updateOne("UPDATE directory.snapshot SET outcome = 'discarded' WHERE id = ? AND outcome = 'open'", snapshot);
    }

    /** A snapshot as it stands. */
    public SnapshotRow row(long snapshot) {
        return jdbc.sql("SELECT * FROM directory.snapshot WHERE id = ?")
                .param(snapshot)
                .query((row, n) -> SnapshotRow.of(row))
                .single();
    }

    /** Records why a run failed. */
    public void failed(long snapshot, String error) {
        int updated = jdbc.sql("""
                        UPDATE directory.snapshot SET last_error = ?, failed_at = clock_timestamp() WHERE id = ?
                        """).params(error, snapshot).update();
        RowCount.expectOne(updated, "updating snapshot " + snapshot);
    }

    private void updateOne(String sql, long snapshot) {
        RowCount.expectOne(jdbc.sql(sql).param(snapshot).update(), "updating snapshot " + snapshot);
    }
}
