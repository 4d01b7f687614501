package dev.rollcall;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up the end of the process, when a signal ends it, until the command has told its result. */
final class Ending {
    private static final long LONGEST_SECONDS = 12;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean underWay;

    private Ending() {}

    static Ending hook() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::await, "rollcall-ending"));
        return ending;
    }

    boolean isUnderWay() {
        return underWay;
    }

    void commandEnded() {
        ended.countDown();
    }

    private void await() {
        underWay = true;
        try {
            boolean told = ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (!told) {
                ended.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
