package dev.rollcall.answer;

import dev.rollcall.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One connection in one read-only transaction that sees one state of the database, whatever is published meanwhile. What
 * is read by its clients is fetched in slices, so that memory doesn't grow with the answer. A signal that ends the
 * process cancels what runs. For one thread.
 */
public final class ReadSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadSession.class);

    /** Rows fetched at once. */
    private static final int SLICE = 1_000;

    /** For plans of few large answers: compiling them costs more than it gains, and the data is mostly in memory. */
    private static final String SETTINGS = """
            SET LOCAL jit = off;
            SET LOCAL random_page_cost = 1.1;
            SET LOCAL work_mem = '64MB'
            """;

    private final Connection connection;
    private final SingleConnectionDataSource dataSource;
    private final Instant now;
    private final SignalCancel cancel;

    private ReadSession(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
        this.dataSource = new SingleConnectionDataSource(connection, true);
        // Taken by the statement that fixes the state: a publish that it sees is not after it.
        this.now = jdbc().sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        this.cancel = SignalCancel.of(connection);
    }

    /**
     * Begins the transaction; the caller closes it.
     *
     * @throws org.springframework.dao.DataAccessException when the database can't be reached
     */
    public static ReadSession open(Database database) {
        try {
            Connection connection = database.connect("rollcall");
            try {
                return new ReadSession(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't connect to the database", e);
        }
    }

    /** The time whose state it sees, by the database's clock. */
    public Instant now() {
        return now;
    }

    /** The connection itself, within the transaction. */
    public Connection connection() {
        return connection;
    }

    /** The connection as a source of itself. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** A client whose statements run in the transaction. */
    public JdbcClient jdbc() {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(SLICE);
        return JdbcClient.create(new NamedParameterJdbcTemplate(template));
    }

    /** Gives up the transaction; it wrote nothing. */
    @Override
    public void close() {
        cancel.close();
        try (Connection closed = connection) {
            closed.rollback();
        } catch (SQLException e) {
            // The answer is out, or its failure is told already: the server ends the transaction with the session.
            log.debug("can't end the reading transaction", e);
        }
    }
}
