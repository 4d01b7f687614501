package dev.rollcall.sync;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the runs when the process is told to stop, before the pool closes: in the first phase of the shutdown, and
 * within its time.
 */
final class GracefulStop implements SmartLifecycle {
    private static final long SECONDS = Duration.ofSeconds(9).toSeconds();

    private final SyncRuns runs;
    private volatile boolean running;

    GracefulStop(SyncRuns runs) {
        this.runs = runs;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        runs.stopAll(SECONDS);
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
