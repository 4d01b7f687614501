package dev.rollcall.answer.report;

import java.util.Arrays;

/** The times that periods refer to, in microseconds since 1970 UTC, ascending. */
final class TimeAxis {
    /** A period that has not ended. */
    static final long OPEN = Long.MAX_VALUE;

    private final long[] times;

    TimeAxis(long[] times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("an axis needs a time");
        }
        this.times = times.clone();
    }

    long[] times() {
        return times.clone();
    }

    long first() {
        return times[0];
    }

    long last() {
        return times[times.length - 1];
    }

    /** Whether a period [from, to) holds at any time of the axis. */
    boolean covers(long from, long to) {
        return from <= last() && to > first();
    }

    /** The code of a beginning: 0 before the first time. */
    int begin(long from) {
        return from < first() ? 0 : place(from) + 1;
    }

    /** The code of an end, in places from the beginning's code on: 0 when the period still holds at the last time. */
    int length(int begin, long to) {
        return to > last() ? 0 : place(to) + 1 - begin;
    }

    /** The first time not before this one: they are the same, every row begins and ends at a time of the axis. */
    private int place(long time) {
        int found = Arrays.binarySearch(times, time);
        return found < 0 ? -found - 1 : found;
    }
}
