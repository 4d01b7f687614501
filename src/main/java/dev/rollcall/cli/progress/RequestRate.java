package dev.rollcall.cli.progress;

import java.util.function.LongSupplier;

/** Requests per second between two readings of a request counter. */
final class RequestRate {
    private static final double NANOS = 1e9;

    private final LongSupplier clock;
    private long lastTime;
    private long lastRequests;

    /** @param clock gives nanoseconds since a fixed moment */
    RequestRate(LongSupplier clock) {
        this.clock = clock;
        this.lastTime = clock.getAsLong();
    }

    /** The rate since the last call, or since the start. */
    long since(long requestsSoFar) {
        long now = clock.getAsLong();
        double seconds = (now - lastTime) / NANOS;
        long sent = requestsSoFar - lastRequests;
        lastTime = now;
        lastRequests = requestsSoFar;
        return seconds <= 0 ? 0 : Math.round(sent / seconds);
    }
}
