package dev.rollcall.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that this process has under way, by snapshot. Safe for use by several threads. */
final class SyncRuns {
    private static final Logger log = LoggerFactory.getLogger(SyncRuns.class);

    private final Map<Long, SyncRun> runs = new ConcurrentHashMap<>();

    /** Calls of the runner that are under way, and one party that keeps it from ending. */
    private final Phaser calls = new Phaser(1);

    private volatile boolean stopping;

    /** Whether the process is ending: nothing new is to start. */
    boolean isStopping() {
        return stopping;
    }

    void callBegins() {
        calls.register();
    }

    void callEnds() {
        calls.arriveAndDeregister();
    }

    void add(SyncRun run) {
        runs.put(run.hold().snapshot(), run);
        if (stopping) {
            run.stop();
        }
    }

    void remove(SyncRun run) {
        runs.remove(run.hold().snapshot());
    }

    SyncRun of(long snapshot) {
        SyncRun run = runs.get(snapshot);
        if (run == null) {
            throw new IllegalStateException("no run works on snapshot " + snapshot);
        }
        return run;
    }

    /** Stops all runs, and waits until the calls that started them have returned. */
    void stopAll(long seconds) {
        stopping = true;
        runs.values().forEach(SyncRun::stop);
        try {
            calls.awaitAdvanceInterruptibly(calls.arriveAndDeregister(), seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.warn("a run did not end within {} s; what it had committed stays", seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
