package dev.rollcall.development;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Told to stop, the JVM waits for the run to stop and for PostgreSQL, which else would outlive it. */
final class ShutdownWait {
    private static final int LONGEST_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean underWay;

    static ShutdownWait hook() {
        ShutdownWait stopping = new ShutdownWait();
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::awaitEnd));
        return stopping;
    }

    boolean isUnderWay() {
        return underWay;
    }

    void runEnded() {
        ended.countDown();
    }

    private void awaitEnd() {
        underWay = true;
        try {
            boolean unused = ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
