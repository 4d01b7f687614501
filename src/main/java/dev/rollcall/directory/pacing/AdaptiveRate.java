package dev.rollcall.directory.pacing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second may be sent now. It begins low and doubles every {@value #DOUBLING_SECONDS} s until the
 * limit or the first refusal. A refusal sets it to a little less than the rate that was refused, where it rests; then
 * it climbs, slowly at first. Refused again soon, it goes down to what was served since. All times are in seconds. Not
 * safe for use by several threads.
 *
 * <p>The limit that it looks for is a bucket of tokens of unknown size, shared with others. Of a bucket of one token a
 * little more than the limit refuses every second request, so that what was served says too little; a large bucket
 * refuses late, so that the refused rate says too much. Hence both: the refused rate first, and what was served where
 * that was still too much.
 */
final class AdaptiveRate {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRate.class);

    private static final double INITIAL_SHARE = 0.8;
    private static final double GREATEST_INITIAL = 16;
    private static final double DOUBLING_SECONDS = 0.125;

    private static final double REST_SECONDS = 8;

    /** After a cut to what was served: a short time says little, and mostly too little. */
    private static final double SHORT_REST_SECONDS = 4;

    /** Where the rate is low it rests for so many requests, not much longer: each climb ends with a refused one. */
    private static final double REST_REQUESTS = 36;

    private static final double MUCH_LONGER_SECONDS = 16;

    /** After a delay that the provider names it rests for so many times its length more: each refusal is dear. */
    private static final double REST_PER_DELAY = 8;

    /** The climb multiplies the rate by e within so many seconds, by 1.04 within two, by 3.6 within eleven. */
    private static final double CLIMB_SECONDS = 9.5;

    /** Refused again within so many seconds of a cut, the rate is still too high, or others have come. */
    private static final double AGAIN_SECONDS = 5;

    /** How many requests have to be sent at a new rate before a refusal says anything of it. */
    private static final double MEASURED_REQUESTS = 10;

    /** What was refused is the rate a moment before the request was sent: the faster it climbs, the further back. */
    private static final double MOMENT = 0.1;

    private static final double SERVED_SHARE = 0.97;

    /** A cut to what was served leaves at least this share of the rate. */
    private static final double LEAST_SHARE = 0.4;

    /** How far a cut goes below the refused rate. It deepens where refusals come in groups, as with others about. */
    private static final double LEAST_DEPTH = 0.025;

    private static final double GREATEST_DEPTH = 0.1;
    private static final double DEEPENING = 2.5;
    private static final double FLATTENING = 0.6;

    /** After a cut that is deeper than the least, so many requests are left out, that the bucket may gain tokens. */
    private static final double MOST_LEFT_OUT = 2.5;

    private static final double LEFT_OUT_PER_DEPTH = 60;

    /** The share of the rate that is sent while requests are left out. */
    private static final double SLOW_SHARE = 0.25;

    private static final double LEAST = 0.1;
    private static final double LOG_INTERVAL = 10;
    private static final double LOG_CHANGE = 0.1;

    private final double limit;
    private final double start;

    /** Requests that were served since the last cut, at first since the first one. */
    private int served;

    private double measuredFrom = Double.NaN;
    private double cutAt = Double.NEGATIVE_INFINITY;
    private double nextCut = Double.NEGATIVE_INFINITY;
    private double rest;
    private double slowUntil;
    private double restsUntil;
    private double depth = LEAST_DEPTH;
    private double nextLog = Double.NEGATIVE_INFINITY;
    private double logged;

    /** @param limit the greatest rate */
    AdaptiveRate(double limit, double now) {
        this.limit = limit;
        this.start = now;
        this.rest = Math.min(INITIAL_SHARE * limit, GREATEST_INITIAL);
    }

    /** Requests a second that may be sent now. */
    double at(double now) {
        return now < slowUntil ? SLOW_SHARE * rest : Math.min(limit, rest * growth(now));
    }

    private double growth(double now) {
        return isCut()
                ? Math.exp(Math.pow(Math.max(0, now - restsUntil) / CLIMB_SECONDS, 2))
                : Math.pow(2, (now - start) / DOUBLING_SECONDS);
    }

    private boolean isCut() {
        return cutAt > Double.NEGATIVE_INFINITY;
    }

    /** A request was served. */
    void served(double now) {
        if (Double.isNaN(measuredFrom)) {
            measuredFrom = now;
        } else {
            served++;
        }
    }

    /**
     * A request was refused as one too many. Of one that was sent before the last cut nothing new is learnt.
     *
     * @param sent when it was sent
     * @param resumes when requests may be sent again, not before {@code now}; the rest at the rate begins then
     */
    void throttled(double sent, double now, double resumes) {
        if (sent < cutAt || now < nextCut) {
            return;
        }
        double refused = isCut() ? Math.max(at(sent - MOMENT), rest) : at(sent);
        boolean again = isCut() && now <= measuredFrom + Math.max(AGAIN_SECONDS, 2 * MEASURED_REQUESTS / rest);
        boolean measured = again || !isCut();
        if (again) {
            depth = Math.min(GREATEST_DEPTH, depth * DEEPENING);
        } else if (isCut()) {
            depth = Math.max(LEAST_DEPTH, depth * FLATTENING);
        }
        double cut = (1 - depth) * refused;
        if (measured) {
            cut = Math.max(LEAST_SHARE * refused, Math.min(cut, SERVED_SHARE * servedRate(now, refused)));
        }
        rest = Math.max(cut, Math.min(LEAST, limit));
        double leftOut = Math.min(MOST_LEFT_OUT, LEFT_OUT_PER_DEPTH * (depth - LEAST_DEPTH));
        slowUntil = resumes + leftOut / (1 - SLOW_SHARE) / rest;
        restsUntil = resumes + restSeconds(measured, resumes - now);
        nextCut = resumes + MEASURED_REQUESTS / rest;
        measuredFrom = resumes;
        cutAt = now;
        served = 0;
        log(now, refused);
    }

    private double restSeconds(boolean measured, double delay) {
        double usual = measured ? SHORT_REST_SECONDS : REST_SECONDS;
        return Math.max(usual, Math.min(MUCH_LONGER_SECONDS, REST_REQUESTS / rest))
                + Math.min(MUCH_LONGER_SECONDS, REST_PER_DELAY * delay);
    }

    /** What was served a second since the last cut; the rate itself where nothing was yet. */
    private double servedRate(double now, double rate) {
        // Half a request more: refused is refused between two that were served.
        return now > measuredFrom ? (served + 0.5) / (now - measuredFrom) : rate;
    }

    private void log(double now, double before) {
        if (now >= nextLog && Math.abs(rest - logged) > LOG_CHANGE * logged) {
            nextLog = now + LOG_INTERVAL;
            logged = rest;
            LOG.info("The provider refuses requests as too many: from {} to {} a second", round(before), round(rest));
        } else {
            LOG.debug("Rate from {} to {} a second", round(before), round(rest));
        }
    }

    private static double round(double rate) {
        return Math.rint(rate * 10) / 10;
    }
}
