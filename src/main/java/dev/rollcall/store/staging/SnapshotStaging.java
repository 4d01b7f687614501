package dev.rollcall.store.staging;

import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What concerns a staged snapshot as a whole: its requests and the planner's statistics. Safe for use by several
 * threads.
 */
public final class SnapshotStaging {
    private final JdbcClient jdbc;
    private final Fence fence;

    public SnapshotStaging(DataSource dataSource, Fence fence) {
        this.jdbc = JdbcClient.create(dataSource);
        this.fence = fence;
    }

    /**
     * Requires, in the caller's transaction, that no later run took the source.
     *
     * @throws dev.rollcall.store.source.FencedException when one did
     */
    public void requireCurrent(FencingToken token) {
        fence.requireCurrent(token);
    }

    /** Counts, in the caller's transaction, requests that no checkpoint counted, as at a run's end. */
    public void count(FencingToken token, int run, RequestCounts requests) {
        fence.requireCurrent(token);
        jdbc.sql("""
                        INSERT INTO staging.run_requests AS t (snapshot, run, requests, retries, throttles)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (snapshot, run) DO UPDATE SET requests = t.requests + excluded.requests,
                            retries = t.retries + excluded.retries, throttles = t.throttles + excluded.throttles
                        """)
                .params(token.snapshot(), run, requests.requests(), requests.retries(), requests.throttles())
                .update();
    }

    /** The requests of a snapshot so far, of all its runs. */
    public RequestCounts requests(long snapshot) {
        return jdbc.sql("""
                        SELECT requests, retries, throttles FROM staging.request_sum WHERE snapshot = ?
                        """)
                .param(snapshot)
                .query((row, n) -> new RequestCounts(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** Refreshes the planner's statistics of staging. Call it outside a transaction: its locks last as long. */
    public void analyze() {
        jdbc.sql("SELECT staging.analyze()").query((row, n) -> true).list();
    }

    /** Refreshes the planner's statistics of history, for a publish that changed much of it. */
    public void analyzeHistory() {
        jdbc.sql("SELECT staging.analyze_history()").query((row, n) -> true).list();
    }
}
