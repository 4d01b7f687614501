package dev.rollcall.store.snapshot;

import dev.rollcall.store.source.RunIdentity;
import dev.rollcall.store.staging.RequestCounts;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the newest run of each source, whatever became of it. Needs no fence: a run writes its own row alone, and that
 * is gone once a later run began. Safe for use by several threads.
 */
public final class LastRuns {
    private final JdbcClient jdbc;

    public LastRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run that began. */
    public record Begun(int source, OffsetDateTime at) {}

    /**
     * How a run ended.
     *
     * @param outcome published, guarded, failed or stopped
     * @param code kind of failure; null unless failed
     * @param message why it failed; null unless failed
     * @param requests null when they are not known
     */
    public record Ended(
            String outcome,
            int exitCode,
            @Nullable String code,
            @Nullable String message,
            double seconds,
            @Nullable RequestCounts requests) {}

    /** Records that a run begins, in place of the run before. The caller holds the source's lock. */
    public Begun begin(int source) {
        return jdbc.sql("""
                        INSERT INTO directory.last_run AS r (source, started_at, host, process)
                        VALUES (?, clock_timestamp(), ?, ?)
                        ON CONFLICT (source) DO UPDATE SET
                            started_at = greatest(excluded.started_at, r.started_at + interval '1 microsecond'),
                            host = excluded.host, process = excluded.process, snapshot = NULL, ended_at = NULL,
                            outcome = NULL, exit_code = NULL, code = NULL, message = NULL, seconds = NULL,
                            requests = NULL, retries = NULL, throttles = NULL, requests_before = NULL
                        RETURNING started_at
                        """)
                .params(source, RunIdentity.host(), RunIdentity.process())
                .query((row, n) -> new Begun(source, row.getObject(1, OffsetDateTime.class)))
                .single();
    }

    /** Records the snapshot that a run works on, before it sends a request. */
    public void opened(Begun run, long snapshot) {
        jdbc.sql("""
                        UPDATE directory.last_run
                           SET snapshot = :snapshot,
                               requests_before = coalesce(
                                   (SELECT q.requests FROM staging.request_sum q WHERE q.snapshot = :snapshot), 0)
                         WHERE source = :source AND started_at = :at
                        """)
                .param("snapshot", snapshot)
                .param("source", run.source())
                .param("at", run.at())
                .update();
    }

    /**
     * Records how a run ended, unless a later one began since.
     *
     * @return whether none did; none can until the caller's transaction ends
     */
    public boolean end(Begun run, Ended ended) {
        RequestCounts requests = ended.requests();
        int ofThisRun = jdbc.sql("""
                        UPDATE directory.last_run
                           SET ended_at = greatest(clock_timestamp(), started_at), outcome = :outcome,
                               exit_code = :exitCode, code = CAST(:code AS text), message = CAST(:message AS text),
                               seconds = :seconds, requests = CAST(:requests AS bigint),
                               retries = CAST(:retries AS bigint), throttles = CAST(:throttles AS bigint)
                         WHERE source = :source AND started_at = :at
                        """)
                .param("outcome", ended.outcome())
                .param("exitCode", ended.exitCode())
                .param("code", ended.code())
                .param("message", ended.message())
                .param("seconds", ended.seconds())
                .param("requests", requests == null ? null : requests.requests())
                .param("retries", requests == null ? null : requests.retries())
                .param("throttles", requests == null ? null : requests.throttles())
                .param("source", run.source())
                .param("at", run.at())
                .update();
        return ofThisRun == 1;
    }
}
