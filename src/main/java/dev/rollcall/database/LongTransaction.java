package dev.rollcall.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction whose statements may take long: without the limits that a {@link Database} puts on the statements of
 * its pool, which are meant for chunks. Its COMMIT returns when the server has the changes on disk, also where
 * {@code synchronous_commit} is off for all others. Safe for use by several threads.
 */
public final class LongTransaction {
    /** Not without end: the network may lose the server's answer. */
    private static final int LONGEST_STATEMENT_MILLIS =
            (int) Duration.ofHours(1).toMillis();

    /** Other values wait for more than the server's own disk, and stay. */
    private static final String AWAIT_DISK = """
            SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'
            """;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    /** Takes the transaction manager of the same data source. */
    public LongTransaction(DataSource dataSource, PlatformTransactionManager transactions) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Works in one transaction.
     *
     * @param canceller told, before the work, how any thread can cancel the statement that runs; told null after it
     * @param work must not return null
     */
    public <T> T execute(Consumer<@Nullable Runnable> canceller, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            canceller.accept(liftLimits(dataSource));
            jdbc.sql(AWAIT_DISK).query().listOfRows();
            try {
                return work.get();
            } finally {
                canceller.accept(null);
            }
        }));
    }

    /**
     * Lifts the limits in the caller's transaction. They come back with its end, and with the connection's return to
     * the pool.
     *
     * @return how any thread can cancel the statement that runs
     */
    public static Runnable liftLimits(DataSource dataSource) {
        JdbcClient.create(dataSource).sql("SET LOCAL statement_timeout = 0").update();
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
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
}
