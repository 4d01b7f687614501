package dev.rollcall.directory.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks all threads of a run to stop, and wakes those that sleep. Once given, it stays. */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /** Asks the run to stop. Asking again does nothing. */
    public void stop() {
        List<Runnable> called;
        synchronized (listeners) {
            stopped.countDown();
            called = List.copyOf(listeners);
            listeners.clear();
        }
        called.forEach(Runnable::run);
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Sleeps, and wakes at once when the run is stopped. An interrupted thread is treated as stopped.
     *
     * @return whether the run is stopped
     */
    public boolean await(Duration atMost) {
        try {
            return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Returns unless the run is stopped.
     *
     * @throws StoppedException when it is
     */
    public void check() {
        if (isStopped()) {
            throw new StoppedException();
        }
    }

    /** Runs an action when the run is stopped, or at once when it is already stopped. */
    void whenStopped(Runnable action) {
        synchronized (listeners) {
            if (!isStopped()) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }
}
