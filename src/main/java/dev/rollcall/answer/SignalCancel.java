package dev.rollcall.answer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels what a connection runs once the process is to end, again and again until the connection's user is done: a
 * cancel that comes between two statements cancels nothing.
 */
final class SignalCancel implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SignalCancel.class);

    private static final long EVERY_MILLIS = 100;

    /** Then the process ends, whatever its main thread waits for, such as a reader of its output. */
    private static final int MOST_TIMES = 50;

    private final PGConnection connection;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancel, "cancel on shutdown");

    private SignalCancel(PGConnection connection) {
        this.connection = connection;
    }

    static SignalCancel of(Connection connection) throws SQLException {
        SignalCancel cancel = new SignalCancel(connection.unwrap(PGConnection.class));
        try {
            Runtime.getRuntime().addShutdownHook(cancel.hook);
        } catch (IllegalStateException e) {
            // The process ends already; ErrorHandler tells so.
            throw new SQLException("the process is ending", "57014", e);
        }
        return cancel;
    }

    private void cancel() {
        try {
            for (int i = 0; i < MOST_TIMES && !done.await(EVERY_MILLIS, TimeUnit.MILLISECONDS); i++) {
                connection.cancelQuery();
            }
        } catch (SQLException e) {
            log.debug("can't cancel what the database runs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("the process is ending", e);
        }
    }
}
