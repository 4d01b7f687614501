package dev.rollcall.directory.pacing;

import java.time.Duration;

/** The one place that asks the time, and where threads sleep. */
interface Ticker {
    /** Nanoseconds since some instant; never goes back. */
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

    /** The real one. */
    record Real(StopSignal stop, long origin) implements Ticker {
        Real(StopSignal stop) {
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
