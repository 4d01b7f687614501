package dev.rollcall.sync.run;

import dev.rollcall.notice.NoticeDelivery;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the runs when the process is told to stop: in the first phase of the shutdown, before the connection pool
 * closes, and within that phase's time limit.
 */
final class GracefulStop implements SmartLifecycle {
    /** For the chunks in flight, or a publish that is nearly done. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For the rollback of a publish that was cancelled. */
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(3);

    private final ActiveRuns runs;
    private final NoticeDelivery notices;
    private volatile boolean running;

    GracefulStop(ActiveRuns runs, NoticeDelivery notices) {
        this.runs = runs;
        this.notices = notices;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        notices.stop();
        runs.stopAll(PATIENCE, AFTER_CANCEL);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The last phase to start is the first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
