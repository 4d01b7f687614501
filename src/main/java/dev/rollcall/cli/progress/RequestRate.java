package dev.rollcall.cli.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Requests per second, of late: a run counts its requests chunk by chunk, and shorter than that the rate would jump. For
 * one thread.
 */
final class RequestRate {
    private static final double NANOS = 1e9;
    private static final long LATE_NANOS = 10_000_000_000L;

    private final LongSupplier clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long at, long requests) {}

    /** @param clock gives nanoseconds since a fixed moment */
    RequestRate(LongSupplier clock) {
        this.clock = clock;
        readings.add(new Reading(clock.getAsLong(), 0));
    }

    /** The rate of the last ten seconds, or since the start. */
    double now(long requestsSoFar) {
        long now = clock.getAsLong();
        readings.add(new Reading(now, requestsSoFar));
        while (readings.size() > 2
                && now - Objects.requireNonNull(readings.peekFirst()).at() > LATE_NANOS) {
            readings.removeFirst();
        }
        Reading first = Objects.requireNonNull(readings.peekFirst());
        double seconds = (now - first.at()) / NANOS;
        return seconds <= 0 ? 0 : (requestsSoFar - first.requests()) / seconds;
    }
}
