package dev.rollcall.development;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays the JVM's shutdown after a signal until the run and PostgreSQL have stopped, which would outlive it. */
final class ShutdownWait {
    private static final int LONGEST_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun;

    static ShutdownWait hook() {
        ShutdownWait stopping = new ShutdownWait();
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::awaitEnd));
        return stopping;
    }

    boolean isBegun() {
        return begun;
    }

    void runEnded() {
        ended.countDown();
    }

    private void awaitEnd() {
        begun = true;
        try {
            boolean unused = ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
