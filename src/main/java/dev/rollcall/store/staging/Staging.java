package dev.rollcall.store.staging;

import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** What concerns all that is staged of a snapshot. Safe for use by several threads. */
public final class Staging {
    private static final int LONGEST_STATEMENT_MILLIS =
            (int) Duration.ofHours(1).toMillis();

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Fence fence;

    public Staging(DataSource dataSource, Fence fence) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.fence = fence;
    }

    /** Counts requests that no checkpoint took, as at a run's end. */
    public void count(FencingToken token, int run, RequestCounts requests) {
        fence.requireCurrent(token);
        jdbc.sql("""
                        INSERT INTO staging.run_tally AS t (snapshot, run, requests, retries, throttles)
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

    /** Refreshes the planner's statistics; to be called outside a transaction, since its locks last as long. */
    public void analyze() {
        jdbc.sql("SELECT staging.analyze()").query((row, n) -> true).list();
    }

    /** Refreshes the planner's statistics of history, for a publish that changed much of it. */
    public void analyzeHistory() {
        jdbc.sql("SELECT staging.analyze_history()").query((row, n) -> true).list();
    }

    /**
     * Lifts, for the caller's transaction, the limits that keep a chunk's statements short.
     *
     * @return cancels the transaction's statement; any thread may call it, until the transaction ends
     */
    public Runnable allowLongStatements() {
        jdbc.sql("SET LOCAL statement_timeout = 0").update();
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            // Goes back to the pool's own with the connection. Not without end: the network may lose the answer.
            connection.setNetworkTimeout(Runnable::run, LONGEST_STATEMENT_MILLIS);
            return () -> cancel(connection);
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't allow long statements", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't cancel a statement", e);
        }
    }

    /**
     * Fails when a later run took the source.
     *
     * @throws FencedException when one did
     */
    public void requireCurrent(FencingToken token) {
        fence.requireCurrent(token);
    }
}
