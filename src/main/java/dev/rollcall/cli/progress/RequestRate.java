package dev.rollcall.cli.progress;

import java.util.function.LongSupplier;

/** Requests a second, since it was last asked. */
final class RequestRate {
    private static final double NANOS = 1e9;

    private final LongSupplier clock;
    private long lastTime;
    private long lastRequests;

    /** @param clock nanoseconds since some moment */
    RequestRate(LongSupplier clock) {
        this.clock = clock;
        this.lastTime = clock.getAsLong();
    }

    /** @param requests sent so far */
    long since(long requests) {
        long now = clock.getAsLong();
        double seconds = (now - lastTime) / NANOS;
        long sent = requests - lastRequests;
        lastTime = now;
        lastRequests = requests;
        return seconds <= 0 ? 0 : Math.round(sent / seconds);
    }
}
