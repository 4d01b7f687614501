package dev.rollcall.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** Counts the requests to a prepared sandbox since the last start, with their times. Safe for several threads. */
final class TrafficCounter {
    private long[] served = new long[1024];
    private int servedCount;
    private long requests;
    private long throttled;
    private long brokenOff;
    private int inFlight;
    private int mostInFlight;
    private long firstMicrosOfDay;
    private long firstNanos;
    private long lastNanos;

    synchronized void start() {
        servedCount = 0;
        requests = 0;
        throttled = 0;
        brokenOff = 0;
        mostInFlight = inFlight;
        firstMicrosOfDay = 0;
        firstNanos = 0;
        lastNanos = 0;
    }

    synchronized void received(long nanos) {
        if (requests++ == 0) {
            firstNanos = nanos;
            firstMicrosOfDay = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    synchronized void served(long nanos) {
        if (servedCount == served.length) {
            served = Arrays.copyOf(served, 2 * servedCount);
        }
        served[servedCount++] = (nanos - firstNanos) / 1_000;
        lastNanos = nanos;
        inFlight--;
    }

    synchronized void refused(boolean asTooMany) {
        throttled += asTooMany ? 1 : 0;
        inFlight--;
    }

    /** Counts a connection that ended in the middle of a request or an answer. */
    synchronized void brokenOff() {
        brokenOff++;
    }

    synchronized String json(long cpuNanos) {
        return JsonText.object(out -> {
            out.writeNumberProperty("requests", requests);
            out.writeNumberProperty("served", servedCount);
            out.writeNumberProperty("throttled", throttled);
            out.writeNumberProperty("brokenOff", brokenOff);
            out.writeNumberProperty("mostInFlight", mostInFlight);
            out.writeNumberProperty("firstMicros", firstMicrosOfDay);
            out.writeNumberProperty("elapsedMicros", (lastNanos - firstNanos) / 1_000);
            out.writeNumberProperty("cpuMicros", cpuNanos / 1_000);
        });
    }

    /** When each answer was sent, in microseconds since the first request. */
    synchronized String served() {
        return JsonText.object(out -> {
            out.writeName("served");
            out.writeArray(Arrays.copyOf(served, servedCount), 0, servedCount);
        });
    }
}
