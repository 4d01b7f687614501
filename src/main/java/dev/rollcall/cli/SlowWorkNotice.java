package dev.rollcall.cli;

import dev.rollcall.directory.DaemonThreads;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a command is at when that takes longer than the context's patience, and again every half minute; of a quiet
 * one nothing. For one thread.
 */
final class SlowWorkNotice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SlowWorkNotice.class);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final PrintStream err;
    private final Duration patience;
    private final ScheduledExecutorService ticks;
    private @Nullable ScheduledFuture<?> notice;

    SlowWorkNotice(CommandContext context) {
        this.err = context.err();
        this.patience = context.patience();
        this.ticks = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("rollcall-notice"));
    }

    /**
     * Begins the next piece of work, which ends the one before.
     *
     * @param what is being done, for a person
     */
    void begin(String what) {
        begin(() -> what);
    }

    /**
     * The same for work that can tell how far it is.
     *
     * @param what is being done, asked by another thread each time that it is said
     */
    void begin(Supplier<String> what) {
        end();
        Duration first = patience;
        if (first.isZero()) {
            // Not by the other thread, which may come too late.
            say(what.get());
            first = AGAIN;
        }
        notice = ticks.scheduleAtFixedRate(
                () -> say(what.get()), first.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void say(String what) {
        if (log.isInfoEnabled()) {
            err.println("rollcall: " + what);
        }
    }

    /** Ends the work: nothing more is said of it. */
    void end() {
        if (notice != null) {
            notice.cancel(false);
        }
    }

    @Override
    public void close() {
        end();
        ticks.shutdownNow();
    }
}
