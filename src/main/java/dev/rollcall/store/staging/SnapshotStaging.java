package dev.rollcall.store.staging;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What concerns a staged snapshot as a whole: its requests and the planner's statistics. Call it outside any
 * transaction. Safe for use by several threads.
 */
public final class SnapshotStaging {
    private final JdbcClient jdbc;
    private final FencedTransaction fenced;
    private final LongTransaction transaction;

    public SnapshotStaging(JdbcClient jdbc, FencedTransaction fenced, LongTransaction transaction) {
        this.jdbc = jdbc;
        this.fenced = fenced;
        this.transaction = transaction;
    }

    /**
     * Counts requests that no checkpoint counted, as at a run's end.
     *
     * @return the requests of the snapshot so far, of all its runs
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public RequestCounts count(FencingToken token, int run, List<RequestCounts> uncounted) {
        return fenced.execute(token, () -> {
            uncounted.forEach(requests -> add(token.snapshot(), run, requests));
            return jdbc.sql("""
                            SELECT requests, retries, throttles FROM staging.request_sum WHERE snapshot = ?
                            """)
                    .param(token.snapshot())
                    .query((row, n) -> new RequestCounts(row.getLong(1), row.getLong(2), row.getLong(3)))
                    .single();
        });
    }

    /** Counts requests in the caller's transaction. */
    void add(long snapshot, int run, RequestCounts requests) {
        jdbc.sql("""
                        INSERT INTO staging.run_requests AS t (snapshot, run, requests, retries, throttles)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (snapshot, run) DO UPDATE SET requests = t.requests + excluded.requests,
                            retries = t.retries + excluded.retries, throttles = t.throttles + excluded.throttles
                        """)
                .params(snapshot, run, requests.requests(), requests.retries(), requests.throttles())
                .update();
    }

    /**
     * Refreshes the planner's statistics of staging, however long that takes: of a large snapshot without them a publish
     * would hardly end.
     *
     * @param canceller told how any thread can cancel that, and null after it
     */
    public void analyze(Consumer<@Nullable Runnable> canceller) {
        Statistics.refresh(() -> transaction.execute(canceller, () -> Statistics.call(jdbc, "analyze()")));
    }

    /**
     * Refreshes the planner's statistics of history, however long that takes.
     *
     * @param changed whether much of it changed; otherwise only statistics that are missing or out of date are made
     */
    public void analyzeHistory(boolean changed) {
        Statistics.refresh(() ->
                transaction.execute(canceller -> {}, () -> Statistics.call(jdbc, "analyze_history(" + changed + ")")));
    }
}
