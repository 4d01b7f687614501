package dev.rollcall;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up the end of the process, when a signal ends it, until the command has told its result. */
final class Ending {
    private static final long LONGEST_MILLIS = 9_500;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintStream err;
    private volatile boolean underWay;

    private Ending(PrintStream err) {
        this.err = err;
    }

    /** @param err is told when the command can't tell its result in time */
    static Ending hook(PrintStream err) {
        Ending ending = new Ending(err);
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
            if (!ended.await(LONGEST_MILLIS, TimeUnit.MILLISECONDS)) {
                err.println("rollcall: stopped by a signal; run again to resume");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
