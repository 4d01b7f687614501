package dev.rollcall;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up the end of the process, when a signal ends it, until the command has told its result. */
final class ShutdownDelay {
    private static final long LONGEST_MILLIS = 9_500;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "rollcall-ending");
    private final PrintStream err;
    private volatile boolean underWay;

    private ShutdownDelay(PrintStream err) {
        this.err = err;
    }

    /** @param err is told when the command can't tell its result in time */
    static ShutdownDelay hook(PrintStream err) {
        ShutdownDelay ending = new ShutdownDelay(err);
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /**
     * Lets go of the process.
     *
     * @return whether a signal ends it already, with that signal's exit code
     */
    boolean commandEnded() {
        boolean signalled = !removeHook();
        ended.countDown();
        return signalled;
    }

    /** Whether there was still time: hooks can't be removed once they are started. */
    private boolean removeHook() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
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
