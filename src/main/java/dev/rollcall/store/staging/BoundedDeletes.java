package dev.rollcall.store.staging;

import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.store.source.FencedTransaction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A run's deletes of what nobody needs any more, each a short transaction. What fails, waits for long, or comes after
 * the process was told to stop is left to the next call, with a warning: nothing depends on it. For one thread.
 */
final class BoundedDeletes {
    private static final Logger log = LoggerFactory.getLogger(BoundedDeletes.class);

    private final JdbcClient jdbc;
    private final FencedTransaction fenced;
    private final int source;
    private final long epoch;
    private final BooleanSupplier stopped;

    /**
     * Deletes as a run.
     *
     * @param source the run's
     * @param epoch the run's
     * @param stopped whether the process was told to stop
     */
    BoundedDeletes(JdbcClient jdbc, FencedTransaction fenced, int source, long epoch, BooleanSupplier stopped) {
        this.jdbc = jdbc;
        this.fenced = fenced;
        this.source = source;
        this.epoch = epoch;
        this.stopped = stopped;
    }

    /**
     * Tries to delete.
     *
     * @param what is deleted, for the warning
     * @param deletes calls {@link #once} for each delete
     */
    void attempt(String what, Runnable deletes) {
        try {
            deletes.run();
        } catch (StoppedException e) {
            log.warn("{} are left to the next run, since the process is to end", what);
        } catch (RuntimeException e) {
            RollcallException error = ErrorTranslator.translate(e);
            if (error.blame() == Blame.BUG) {
                log.error("{} are left to the next run, after a failure that is not foreseen", what, e);
            } else {
                log.warn("{} are left to the next run: {}", what, error.getMessage());
            }
        }
    }

    /**
     * Deletes, or looks for what to delete, in one transaction.
     *
     * @param work must not return null
     */
    <T> T once(Supplier<T> work) {
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
        return fenced.execute(source, epoch, () -> {
            jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
            return work.get();
        });
    }

    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
