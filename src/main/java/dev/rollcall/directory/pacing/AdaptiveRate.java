package dev.rollcall.directory.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second may be sent now. Begins carefully and doubles until it meets the limit or the first
 * refusal; from then on a refusal cuts it, the first two to what was served, it climbs back to a little below the rate
 * that was refused, rests there, and climbs on. Not safe for use by several threads.
 */
final class AdaptiveRate {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRate.class);

    private static final double FIRST_SHARE = 0.8;
    private static final double FIRST_MOST = 16;
    private static final double DOUBLES_IN = 0.125;
    private static final double CUT = 0.7;
    private static final double RESTS_AT = 0.9;
    private static final double RESTS_FOR = 10;
    private static final double CLIMB_IN_A_SECOND = 1.1;
    private static final double LEAST = 0.1;

    /** The first cut is to what was served with the provider's saved tokens, the second to what was served since. */
    private static final int COUNTED_CUTS = 2;

    private static final double COUNTED_OVER = 0.4;

    /** What was served in a moment says little: a counted cut goes no deeper than to this share. */
    private static final double DEEPEST_COUNTED_CUT = 0.1;

    private static final double LOG_EVERY = 10;

    private final double limit;
    private final Deque<Double> served = new ArrayDeque<>();
    private double current;
    private double updated;
    private double countedFrom;
    private int cuts;
    private double restsAt;
    private double restsUntil;
    private double nextCut = Double.NEGATIVE_INFINITY;
    private double nextLog = Double.NEGATIVE_INFINITY;

    /** All times are in seconds. */
    AdaptiveRate(double limit, double now) {
        this.limit = limit;
        this.countedFrom = now;
        this.updated = now;
        this.current = Math.min(FIRST_SHARE * limit, FIRST_MOST);
    }

    double at(double now) {
        if (now > updated) {
            double grown = cuts > 0 ? climbed(now) : current * Math.pow(2, (now - updated) / DOUBLES_IN);
            current = Math.min(limit, grown);
            updated = now;
        }
        return current;
    }

    private double climbed(double now) {
        double rested = Math.max(current, Math.min(restsAt, climbed(Math.min(now, restsUntil) - updated, current)));
        return climbed(now - Math.max(updated, restsUntil), rested);
    }

    private static double climbed(double seconds, double from) {
        return from * Math.pow(CLIMB_IN_A_SECOND, Math.max(0, seconds));
    }

    void served(double now) {
        if (cuts < COUNTED_CUTS) {
            served.addLast(now);
            forget(now);
        }
    }

    /** Too many requests; they may be sent again when it resumes, and the rest is counted from there. */
    void refused(double now, double resumes) {
        if (now < nextCut) {
            return;
        }
        double before = at(now);
        if (cuts < COUNTED_CUTS) {
            forget(now);
            double seconds = Math.min(1, Math.max(COUNTED_OVER, now - countedFrom));
            double proven = Math.min(before, served.size() / seconds);
            served.clear();
            set(Math.max(RESTS_AT * proven, DEEPEST_COUNTED_CUT * before));
            restsAt = current;
            countedFrom = resumes;
            nextCut = resumes + COUNTED_OVER;
        } else {
            set(before * CUT);
            restsAt = RESTS_AT * before;
            nextCut = resumes + 1;
        }
        cuts++;
        restsUntil = resumes + RESTS_FOR;
        log(now, before);
    }

    private void set(double rate) {
        current = Math.max(rate, Math.min(LEAST, limit));
    }

    private void forget(double now) {
        while (!served.isEmpty() && now - served.getFirst() > 1) {
            served.removeFirst();
        }
    }

    private void log(double now, double before) {
        if (now >= nextLog) {
            nextLog = now + LOG_EVERY;
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
