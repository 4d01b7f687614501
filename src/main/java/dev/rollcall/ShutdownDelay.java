package dev.rollcall;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays JVM shutdown after a signal until the command has printed its result, at most 9.5 s. */
final class ShutdownDelay {
    private static final long LONGEST_MILLIS = 9_500;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "rollcall-shutdown");
    private final PrintStream err;
    private volatile boolean underWay;

    private ShutdownDelay(PrintStream err) {
        this.err = err;
    }

    /** @param err gets a line when the command can't print its result in time */
    static ShutdownDelay register(PrintStream err) {
        ShutdownDelay delay = new ShutdownDelay(err);
        Runtime.getRuntime().addShutdownHook(delay.hook);
        return delay;
    }

    /** Whether a signal is ending the process. */
    boolean isUnderWay() {
        return underWay;
    }

    /**
     * Ends the delay.
     *
     * @return whether a signal is already ending the process, with that signal's exit code
     */
    boolean commandEnded() {
        boolean signalled = !removeHook();
        ended.countDown();
        return signalled;
    }

    /** False when shutdown has begun, after which no hook can be removed. */
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
