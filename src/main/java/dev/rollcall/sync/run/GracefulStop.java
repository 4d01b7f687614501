package dev.rollcall.sync.run;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the runs when the process is told to stop, before the pool closes: in the first phase of the shutdown, and
 * within its time.
 */
final class GracefulStop implements SmartLifecycle {
    /** For the chunks in flight, or a publish that is nearly done. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For the end of a publish that was not. */
    private static final Duration REST = Duration.ofSeconds(3);

    private final ActiveRuns runs;
    private volatile boolean running;

    GracefulStop(ActiveRuns runs) {
        this.runs = runs;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        runs.stopAll(PATIENCE, REST);
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
