package dev.rollcall.sync.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The runs under way in this process, by snapshot. Safe for use by several threads. */
final class ActiveRuns {
    private static final Logger log = LoggerFactory.getLogger(ActiveRuns.class);

    private final Map<Long, RunContext> runs = new ConcurrentHashMap<>();

    /** A party for each call of the runner that is under way, and one that keeps the phaser from terminating. */
    private final Phaser calls = new Phaser(1);

    private volatile boolean stopping;

    /** Whether the process is ending, so that no run may begin. */
    boolean isStopping() {
        return stopping;
    }

    /** Registers a call of the runner, which {@link #stopAll} waits for. */
    void beginCall() {
        calls.register();
    }

    void endCall() {
        calls.arriveAndDeregister();
    }

    void add(RunContext run) {
        runs.put(run.token().snapshot(), run);
        if (stopping) {
            run.requestStop();
        }
    }

    void remove(RunContext run) {
        runs.remove(run.token().snapshot());
    }

    /**
     * Stops the run of a source.
     *
     * @return whether there is one
     */
    boolean stop(String source) {
        List<RunContext> found = runs.values().stream()
                .filter(run -> run.source().name().equals(source))
                .toList();
        found.forEach(RunContext::requestStop);
        return !found.isEmpty();
    }

    /** @throws IllegalStateException when no run works on the snapshot */
    RunContext of(long snapshot) {
        RunContext run = runs.get(snapshot);
        if (run == null) {
            throw new IllegalStateException("no run works on snapshot " + snapshot);
        }
        return run;
    }

    /**
     * Stops all runs, and waits until the calls that started them have returned.
     *
     * @param patience after which statements without a time limit are cancelled
     * @param afterCancel how much longer to wait then
     */
    void stopAll(Duration patience, Duration afterCancel) {
        stopping = true;
        runs.values().forEach(RunContext::requestStop);
        int phase = calls.arriveAndDeregister();
        try {
            if (haveEnded(phase, patience)) {
                return;
            }
            runs.values().forEach(ActiveRuns::cancelLongStatement);
            if (!haveEnded(phase, afterCancel)) {
                log.warn(
                        "a run did not end within {} s; what it had committed stays",
                        patience.plus(afterCancel).toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cancelLongStatement(RunContext run) {
        try {
            run.cancelLongStatement();
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
