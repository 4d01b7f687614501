package dev.rollcall.store.snapshot;

import dev.rollcall.database.RowCount;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens, resumes and discards snapshots. What writes is refused once a later run took the source, and is a transaction
 * of its own unless the caller has one. Safe for use by several threads.
 */
public final class Snapshots {
    private final JdbcClient jdbc;
    private final FencedTransaction fenced;

    public Snapshots(JdbcClient jdbc, FencedTransaction fenced) {
        this.jdbc = jdbc;
        this.fenced = fenced;
    }

    /**
     * An interrupted snapshot.
     *
     * @param attempt counts the times that Spring Batch had to begin a new job instance for it
     * @param age since it was begun, by the database's clock
     * @param scope what it reads, as given to {@link #begin}
     */
    public record Interrupted(long id, int attempt, Duration age, String scope) {}

    /**
     * What a new snapshot is to be.
     *
     * @param scope what it reads, in words that are the same only for the same groups
     * @param withUsers whether it reads the users too
     * @param version of Rollcall
     * @param dryRun whether readers never see it, and it is dropped once it is read
     * @param resumeWithin for how long it may be resumed when it is interrupted
     */
    public record Plan(String scope, boolean withUsers, String version, boolean dryRun, Duration resumeWithin) {}

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
     * @param epoch of the run that opens it
     * @return its id, which no snapshot had before, not even one that was lost when the database was restored
     */
    public long begin(int source, long epoch, Plan plan) {
        return fenced.execute(
                source,
                epoch,
                () -> jdbc.sql("""
                                INSERT INTO directory.snapshot
                                    (id, source, scope, with_users, rollcall_version, dry_run, read_from, resume_until)
                                OVERRIDING SYSTEM VALUE
                                VALUES (staging.next_snapshot(), ?, ?, ?, ?, ?, clock_timestamp(),
                                        clock_timestamp() + make_interval(secs => ?))
                                RETURNING id
                                """)
                        .params(source, plan.scope(), plan.withUsers(), plan.version(), plan.dryRun())
                        .param(plan.resumeWithin().toSeconds())
                        .query(Long.class)
                        .single());
    }

    /**
     * Counts one more run of a snapshot. Reading begins with it when no earlier run staged a page.
     *
     * @return the number of this run
     */
    public int resume(FencingToken token) {
        return fenced.execute(
                token,
                () -> jdbc.sql("""
                                UPDATE directory.snapshot n
                                   SET runs = n.runs + 1,
                                       read_from = CASE WHEN EXISTS (SELECT FROM staging.listing_checkpoint l
                                                                      WHERE l.snapshot = n.id) THEN n.read_from
                                                        ELSE clock_timestamp() END
                                 WHERE n.id = ?
                                RETURNING n.runs
                                """).param(token.snapshot()).query(Integer.class).single());
    }

    /** Records what may change from run to run of an open snapshot: whether it reads the users, and resume-within. */
    public void plan(FencingToken token, boolean withUsers, Duration resumeWithin) {
        update(token, """
                with_users = ?, resume_until = started_at + make_interval(secs => ?) WHERE id = ? AND outcome = 'open'
                """, withUsers, resumeWithin.toSeconds(), token.snapshot());
    }

    /** Counts one more attempt, when Spring Batch refuses to restart the present one. */
    public int nextAttempt(FencingToken token) {
        return fenced.execute(
                token,
                () -> jdbc.sql("UPDATE directory.snapshot SET attempt = attempt + 1 WHERE id = ? RETURNING attempt")
                        .param(token.snapshot())
                        .query(Integer.class)
                        .single());
    }

    /** Ends an open snapshot without publishing it. */
    public void discard(FencingToken token) {
        update(token, "outcome = 'discarded' WHERE id = ? AND outcome = 'open'", token.snapshot());
    }

    /** A snapshot as it stands. */
    public SnapshotRow row(long snapshot) {
        return jdbc.sql(SnapshotRow.SELECT)
                .param(snapshot)
                .query((row, n) -> SnapshotRow.of(row))
                .single();
    }

    /**
     * Whether a run is the snapshot's last one so far, so that what became of the snapshot is its doing.
     *
     * @param run as counted by {@link #resume}, from 1
     */
    public boolean isLastRun(long snapshot, int run) {
        return jdbc.sql("SELECT runs = ? FROM directory.snapshot WHERE id = ?")
                .params(run, snapshot)
                .query(Boolean.class)
                .single();
    }

    private void update(FencingToken token, String setting, Object... parameters) {
        int updated = fenced.execute(
                token,
                () -> jdbc.sql("UPDATE directory.snapshot SET " + setting)
                        .params(parameters)
                        .update());
        RowCount.expectOne(updated, "updating snapshot " + token.snapshot());
    }
}
