package dev.rollcall.sync.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The runs that this process has under way, by snapshot. Safe for use by several threads. */
public final class ActiveRuns {
    private static final Logger log = LoggerFactory.getLogger(ActiveRuns.class);

    private final Map<Long, RunContext> runs = new ConcurrentHashMap<>();

    /** Calls of the runner that are under way, and one party that keeps it from ending. */
    private final Phaser calls = new Phaser(1);

    private volatile boolean stopping;

    /** Whether the process is ending: nothing new is to start. */
    boolean isStopping() {
        return stopping;
    }

    public void callBegins() {
        calls.register();
    }

    public void callEnds() {
        calls.arriveAndDeregister();
    }

    void add(RunContext run) {
        runs.put(run.token().snapshot(), run);
        if (stopping) {
            run.tellToStop();
        }
    }

    void remove(RunContext run) {
        runs.remove(run.token().snapshot());
    }

    public RunContext of(long snapshot) {
        RunContext run = runs.get(snapshot);
        if (run == null) {
            throw new IllegalStateException("no run works on snapshot " + snapshot);
        }
        return run;
    }

    /**
     * Stops all runs, and waits until the calls that started them have returned.
     *
     * @param patience after which long statements are cancelled
     * @param rest how much longer to wait then
     */
    void stopAll(Duration patience, Duration rest) {
        stopping = true;
        runs.values().forEach(RunContext::tellToStop);
        int phase = calls.arriveAndDeregister();
        try {
            if (haveEnded(phase, patience)) {
                return;
            }
            runs.values().forEach(ActiveRuns::cut);
            if (!haveEnded(phase, rest)) {
                log.warn(
                        "a run did not end within {} s; what it had committed stays",
                        patience.plus(rest).toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cut(RunContext run) {
        try {
            run.cut();
        } catch (DataAccessException e) {
            log.warn(
                    "the publish of snapshot {} could not be cancelled",
                    run.token().snapshot(),
                    e);
        }
    }

    private boolean haveEnded(int phase, Duration atMost) throws InterruptedException {
        try {
            calls.awaitAdvanceInterruptibly(phase, atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
