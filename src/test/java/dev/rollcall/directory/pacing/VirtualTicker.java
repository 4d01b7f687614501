package dev.rollcall.directory.pacing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/**
 * Time that passes only while all threads sleep. One thread runs at a time, in the same order whenever a test runs, so
 * that a simulation gives the same figures each time.
 */
final class VirtualTicker implements Ticker {
    private final StopSignal stop;
    private final PriorityQueue<Sleeper> sleepers =
            new PriorityQueue<>(Comparator.comparingLong(Sleeper::until).thenComparingLong(Sleeper::number));
    private long now;
    private long count;

    private record Sleeper(long until, long number, Semaphore turn) {}

    VirtualTicker(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public void sleep(long nanos) {
        Sleeper me = enter(nanos);
        passOn();
        me.turn().acquireUninterruptibly();
        stop.check();
    }

    /** Runs a task in so many threads, to its end in each. */
    void run(int threads, Runnable task) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Sleeper me = enter(0);
            Thread thread = new Thread(() -> {
                me.turn().acquireUninterruptibly();
                try {
                    task.run();
                } finally {
                    passOn();
                }
            });
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            thread.start();
            running.add(thread);
        }
        passOn();
        for (Thread thread : running) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new AssertionError("a thread failed", failures.get(0));
            }
        }
    }

    private synchronized Sleeper enter(long nanos) {
        Sleeper sleeper = new Sleeper(now + nanos, count++, new Semaphore(0));
        sleepers.add(sleeper);
        return sleeper;
    }

    private synchronized void passOn() {
        Sleeper next = sleepers.poll();
        if (next != null) {
            now = Math.max(now, next.until());
            next.turn().release();
        }
    }
}
