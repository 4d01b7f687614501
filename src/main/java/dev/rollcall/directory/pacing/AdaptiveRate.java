package dev.rollcall.directory.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second may be sent now. It begins low and doubles every {@value #DOUBLING_SECONDS} s until the
 * limit or the first throttling. Each throttling cuts it: the first two to what was served, later ones by a factor. It
 * then climbs back to a little below the rate that was throttled, rests there, and climbs on. All times are in seconds.
 * Not safe for use by several threads.
 */
final class AdaptiveRate {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRate.class);

    private static final double INITIAL_SHARE = 0.8;
    private static final double GREATEST_INITIAL = 16;
    private static final double DOUBLING_SECONDS = 0.125;
    private static final double CUT_FACTOR = 0.7;
    private static final double REST_SHARE = 0.9;
    private static final double REST_SECONDS = 10;
    private static final double CLIMB_PER_SECOND = 1.1;
    private static final double LEAST = 0.1;

    /**
     * The cuts that go to what was served: the first counts what the provider served from saved tokens too, the second
     * what it served since.
     */
    private static final int MEASURED_CUTS = 2;

    private static final double LEAST_MEASURED_SECONDS = 0.4;

    /** A measured cut leaves at least this share of the rate: what was served in a moment says little. */
    private static final double LEAST_MEASURED_SHARE = 0.1;

    private static final double LOG_INTERVAL = 10;

    private final double limit;
    private final Deque<Double> served = new ArrayDeque<>();
    private double current;
    private double updated;
    private double measuredFrom;
    private int cuts;
    private double restRate;
    private double restsUntil;
    private double nextCut = Double.NEGATIVE_INFINITY;
    private double nextLog = Double.NEGATIVE_INFINITY;

    /** @param limit the greatest rate */
    AdaptiveRate(double limit, double now) {
        this.limit = limit;
        this.measuredFrom = now;
        this.updated = now;
        this.current = Math.min(INITIAL_SHARE * limit, GREATEST_INITIAL);
    }

    /** Requests a second that may be sent now. */
    double at(double now) {
        if (now > updated) {
            double grown = cuts > 0 ? climbed(now) : current * Math.pow(2, (now - updated) / DOUBLING_SECONDS);
            current = Math.min(limit, grown);
            updated = now;
        }
        return current;
    }

    /** The rate after the climb to the rest, the rest, and the climb from it, as far as it got. */
    private double climbed(double now) {
        double rested = Math.max(current, Math.min(restRate, climbed(Math.min(now, restsUntil) - updated, current)));
        return climbed(now - Math.max(updated, restsUntil), rested);
    }

    private static double climbed(double seconds, double from) {
        return from * Math.pow(CLIMB_PER_SECOND, Math.max(0, seconds));
    }

    /** A request was served. */
    void served(double now) {
        if (cuts < MEASURED_CUTS) {
            served.addLast(now);
            dropOlderThanASecond(now);
        }
    }

    /**
     * A request was refused as one too many.
     *
     * @param resumes when requests may be sent again, not before {@code now}; the rest at the rate begins then
     */
    void throttled(double now, double resumes) {
        if (now < nextCut) {
            return;
        }
        double before = at(now);
        if (cuts < MEASURED_CUTS) {
            dropOlderThanASecond(now);
            double seconds = Math.min(1, Math.max(LEAST_MEASURED_SECONDS, now - measuredFrom));
            double proven = Math.min(before, served.size() / seconds);
            served.clear();
            set(Math.max(REST_SHARE * proven, LEAST_MEASURED_SHARE * before));
            restRate = current;
            measuredFrom = resumes;
            nextCut = resumes + LEAST_MEASURED_SECONDS;
        } else {
            set(before * CUT_FACTOR);
            restRate = REST_SHARE * before;
            nextCut = resumes + 1;
        }
        cuts++;
        restsUntil = resumes + REST_SECONDS;
        log(now, before);
    }

    private void set(double rate) {
        current = Math.max(rate, Math.min(LEAST, limit));
    }

    private void dropOlderThanASecond(double now) {
        while (!served.isEmpty() && now - served.getFirst() > 1) {
            served.removeFirst();
        }
    }

    private void log(double now, double before) {
        if (now >= nextLog) {
            nextLog = now + LOG_INTERVAL;
            LOG.info(
                    "The provider refuses requests as too many: from {} to {} a second", round(before), round(current));
        } else {
            LOG.debug("Rate from {} to {} a second", round(before), round(current));
        }
    }

    private static double round(double rate) {
        return Math.rint(rate * 10) / 10;
    }
}
