package dev.rollcall.store.source;

import dev.rollcall.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * One run a source at a time, across hosts: a session's advisory lock on a connection of its own. The lock ends with
 * the connection, however the process ends. Safe for use by several threads.
 */
public final class SourceLock implements AutoCloseable {
    /** The first key of every lock of Rollcall's, so that other users of advisory locks do not meet it. */
    private static final int CLASS = 0x524F4C4C;

    private static final int CHECK_SECONDS = 10;

    /** All that is asked on a lock's connection is answered at once, or never. */
    private static final int ANSWER_MILLIS = 30_000;

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
            Connection connection = database.connect(RunIdentity.applicationName());
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

    /** The source's number. */
    public int source() {
        return source;
    }

    /**
     * Fails when the lock's connection is gone, and with it the lock.
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

    /** Lets go of the lock. */
    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't close the lock's connection", e);
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
        String sql = """
                SELECT l.pid, a.application_name
                FROM pg_locks l
                LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.classid = ?::bigint::oid AND l.objid = ?::bigint::oid AND l.objsubid = 2
                  AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
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
