package dev.rollcall.store.source;

import dev.rollcall.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps one run a source at a time, across hosts: an advisory lock of a session on a connection of its own. However the
 * process ends, the lock ends with the connection. Safe for use by several threads.
 */
public final class SourceLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceLock.class);

    /** The first of the lock's two keys, "ROLL" in ASCII: keeps it apart from other programs' advisory locks. */
    private static final int CLASS = 0x524F4C4C;

    private static final int CHECK_SECONDS = 10;

    /** How long to wait for an answer on the lock's connection, where no statement takes long. */
    private static final int ANSWER_MILLIS = 30_000;

    /** And how long for the last one, which a run that is stopped waits for too. */
    private static final int UNLOCK_MILLIS = 2_000;

    private static final String HOLDERS = """
            SELECT l.pid, a.application_name
            FROM pg_locks l
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted
              AND l.classid = ?::bigint::oid AND l.objid = ?::bigint::oid AND l.objsubid = 2
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private final Connection connection;
    private final int source;

    private SourceLock(Connection connection, int source) {
        this.connection = connection;
        this.source = source;
    }

    /**
     * Takes the lock without waiting for it.
     *
     * @param source the source's number
     * @param name the source's name, for the message
     * @throws SourceBusyException when another run has it
     */
    static SourceLock take(Database database, int source, String name) {
        try {
            Connection connection = database.connect(RunIdentity.applicationName(database.program()));
            try {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                if (lock(connection, source)) {
                    return new SourceLock(connection, source);
                }
                throw new SourceBusyException(busy(connection, source, name));
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't take the lock of source " + name, e);
        }
    }

    /** Whether a run, of any process, holds a source's lock. */
    public static boolean isHeld(JdbcClient jdbc, int source) {
        return jdbc.sql("SELECT EXISTS (" + HOLDERS + ")")
                .params(CLASS, source)
                .query(Boolean.class)
                .single();
    }

    /** The source's number. */
    public int source() {
        return source;
    }

    /**
     * Fails when the lock's connection is gone, and the lock with it.
     *
     * @throws DataAccessResourceFailureException when it is
     */
    public synchronized void check() {
        try {
            if (connection.isValid(CHECK_SECONDS)) {
                return;
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the connection that holds the source's lock is gone", e);
        }
        throw new DataAccessResourceFailureException("the connection that holds the source's lock is gone");
    }

    /** Lets go of the lock. Where the connection is gone already, so is the lock. */
    @Override
    public synchronized void close() {
        try (connection) {
            unlock();
        } catch (SQLException e) {
            log.debug("the connection that held the source's lock was gone", e);
        }
    }

    /** The server ends a session some time after its client went: until then the next run would find the lock held. */
    private void unlock() {
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, UNLOCK_MILLIS);
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            log.debug("the connection that holds the source's lock is gone, and the lock with it", e);
        }
    }

    private static boolean lock(Connection connection, int source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, CLASS);
            statement.setInt(2, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static String busy(Connection connection, int source, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setInt(1, CLASS);
            statement.setInt(2, source);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return "source " + name + ": another run held it a moment ago; run again";
                }
                return "source " + name + ": another run holds it ("
                        + RunIdentity.of(row.getString(2)).orElse("database session " + row.getInt(1))
                        + "). Wait for it, stop that process, or, where it is lost, end its session in the database:"
                        + " SELECT pg_terminate_backend(" + row.getInt(1) + ")";
            }
        }
    }
}
