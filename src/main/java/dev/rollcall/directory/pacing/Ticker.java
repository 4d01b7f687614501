package dev.rollcall.directory.pacing;

import java.time.Duration;

/** Time for pacing: the only place that asks for it, and where threads sleep. */
interface Ticker {
    /** Nanoseconds since an arbitrary instant; never goes back. */
    long nanos();

    default double seconds() {
        return seconds(nanos());
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /**
     * Sleeps, and wakes at once when the run is stopped.
     *
     * @throws StoppedException when the run is stopped
     */
    void sleep(long nanos);

    /** The machine's clock. */
    record SystemTicker(StopSignal stop, long origin) implements Ticker {
        SystemTicker(StopSignal stop) {
            this(stop, System.nanoTime());
        }

        @Override
        public long nanos() {
            return System.nanoTime() - origin;
        }

        @Override
        public void sleep(long nanos) {
            if (stop.await(Duration.ofNanos(nanos))) {
                throw new StoppedException();
            }
        }
    }
}
