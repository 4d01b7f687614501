package dev.rollcall.directory.pacing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second may be sent now. It begins low and doubles every {@value #DOUBLING_SECONDS} s until the
 * limit or the first refusal. A refusal sets it to a little less than the rate that was refused, where it rests; then
 * it climbs, slowly at first. Refused again soon, it goes down to what was served since. All times are in seconds, and
 * the constants those for which the simulation comes nearest to limits of 20 a second, and to others where they change.
 * Not safe for use by several threads.
 *
 * <p>The limit that it looks for is a bucket of tokens of unknown size, perhaps shared with others. At a refusal the
 * bucket is empty, so that what is served from one refusal to the next is what it gains: of a large bucket the limit
 * itself. Of a bucket of one token it is too little, down to half, and there the refused rate is the limit. Hence a
 * single refusal speaks of the rate, and several speak of what was served. Both may be wrong, so the rate goes lower
 * only for a moment, and comes back unless it is refused again.
 */
final class AdaptiveRate {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRate.class);

    private static final double INITIAL_SHARE = 0.8;
    private static final double GREATEST_INITIAL = 16;
    private static final double DOUBLING_SECONDS = 0.125;

    /** The first refusal is known when the rate has doubled once more. */
    private static final double FIRST_SHARE = 0.5;

    /**
     * How far a refusal goes below the refused rate. Half of it is lost on average, and a climb has to regain it. With
     * a delay that the provider names each refusal is dear.
     */
    private static final double DEPTH = 0.015;

    private static final double DEPTH_OF_DELAY = 0.075;

    /**
     * One request refused in 150 at 20 a second. Twice as long where a cut cost several, or a delay. Rest and climb
     * together find four times the rate within 20 s.
     */
    private static final double REST_SECONDS = 7.5;

    /** The climb multiplies the rate by e within so many seconds, by 1.05 within two, by 4 within eleven. */
    private static final double CLIMB_SECONDS = 9;

    /** Refusals among so many answers belong together. At 20 a second they are those of two seconds. */
    private static final int WINDOW = 40;

    /** Few answers say little: so many more are taken to have been served at the refused rate. */
    private static final double ASSUMED_SERVED = 15;

    /** A cut to what was served leaves at least this share of the rate. */
    private static final double LEAST_SHARE = 0.4;

    /** Below what was served the bucket gains tokens, by which it bears requests that come by chance together. */
    private static final double LOW_SHARE = 0.8;

    /** The low rate after a cut comes near to the rate of rest, by e in so many seconds. */
    private static final double REGAIN_SECONDS = 1.75;

    private static final double LEAST = 0.1;
    private static final double LOG_INTERVAL = 10;
    private static final double LOG_CHANGE = 0.1;

    private final double limit;
    private final double start;
    private final LastAnswers answers = new LastAnswers(WINDOW);
    private double rest;
    private double low;
    private double lowFrom;
    private double restsUntil;
    private double cutAt = Double.NEGATIVE_INFINITY;
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
        double rate = isCut() ? regained(now) * growth(now) : rest * Math.pow(2, (now - start) / DOUBLING_SECONDS);
        return Math.min(limit, rate);
    }

    private double regained(double now) {
        return rest - (rest - low) * Math.exp(-Math.max(0, now - lowFrom) / REGAIN_SECONDS);
    }

    private double growth(double now) {
        return Math.exp(Math.pow(Math.max(0, now - restsUntil) / CLIMB_SECONDS, 2));
    }

    private boolean isCut() {
        return cutAt > Double.NEGATIVE_INFINITY;
    }

    /** A request was served. */
    void served(double now) {
        answers.add(now, true);
    }

    /**
     * A request was refused as one too many. Of one that was sent before the last cut nothing new is learnt.
     *
     * @param sent when it was sent
     * @param resumes when requests may be sent again, not before {@code now}; the rest at the rate begins then
     */
    void throttled(double sent, double now, double resumes) {
        answers.add(now, false);
        if (sent < cutAt) {
            restsUntil = Math.max(restsUntil, Math.max(resumes, lowFrom + 2 * REST_SECONDS));
            return;
        }
        double refused = at(isCut() ? sent : now);
        boolean delayed = resumes > now;
        double cut = (1 - (delayed ? DEPTH_OF_DELAY : DEPTH)) * refused;
        if (!isCut()) {
            rest = FIRST_SHARE * refused;
            low = rest;
            answers.keepLast();
        } else if (answers.refused() == 1) {
            // A large bucket is emptied long after the limit was passed: halfway back, until more is known.
            low = cut / Math.sqrt(growth(sent));
            rest = cut;
            answers.keepLast();
        } else {
            rest = Math.max(LEAST_SHARE * refused, Math.min(cut, servedRate(now, refused)));
            low = LOW_SHARE * rest;
        }
        rest = Math.max(rest, Math.min(LEAST, limit));
        low = Math.max(low, Math.min(LEAST, limit));
        lowFrom = resumes;
        restsUntil = resumes + (delayed ? 2 : 1) * REST_SECONDS;
        cutAt = now;
        log(now, refused);
    }

    /** What was served a second since the first answer that is kept, or a little more where that is not long ago. */
    private double servedRate(double now, double refused) {
        return (answers.served() + ASSUMED_SERVED) / (now - answers.first() + (ASSUMED_SERVED - 1) / refused);
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
