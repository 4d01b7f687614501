package dev.rollcall;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays JVM shutdown after a signal until the command has printed its result, at most 9.5 s. */
final class ShutdownDelay {
    private static final long LONGEST_MILLIS = 9_500;

    /** The exit code of a command that did not come to its end. */
    private static final int BROKEN_OFF = 1;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "rollcall-shutdown");
    private final PrintStream err;
    private volatile boolean underWay;
    private volatile int exitCode;

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
     * Ends the delay. A command that came to its end in spite of a signal ends the process with its own exit code, one
     * that was broken off with the signal's.
     *
     * @param code the command's exit code
     * @return whether a signal is already ending the process
     */
    boolean commandEnded(int code) {
        exitCode = code;
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
            } else if (exitCode != BROKEN_OFF) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
