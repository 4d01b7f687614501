package dev.rollcall.directory.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A provider in simulated time, which permits requests by a bucket of tokens, full at first. Others may take from the
 * same bucket. All times are in seconds.
 */
final class SimulatedProvider {
    private final Conditions conditions;
    private final Random random;
    private final List<Double> served = new ArrayList<>();
    private final List<Double> refused = new ArrayList<>();
    private final OtherCallers others;
    private double tokens;
    private double filledAt;

    /**
     * What a provider does.
     *
     * @param permitted tokens a second, at a time
     * @param burst tokens that the bucket holds
     * @param latency seconds from request to response
     * @param jitter the share by which latency is less or more, evenly distributed, on the way there and back
     * @param othersShare the share of what is permitted that others ask for while they are there; 0 for none
     * @param retryAfter what a refusal asks to wait, or null
     */
    record Conditions(
            DoubleUnaryOperator permitted,
            double burst,
            double latency,
            double jitter,
            double othersShare,
            @Nullable Duration retryAfter) {
        Conditions(DoubleUnaryOperator permitted, double burst, double latency, double jitter) {
            this(permitted, burst, latency, jitter, 0, null);
        }

        Conditions withOthers(double share) {
            return new Conditions(permitted, burst, latency, jitter, share, retryAfter);
        }

        Conditions withRetryAfter(Duration delay) {
            return new Conditions(permitted, burst, latency, jitter, othersShare, delay);
        }
    }

    SimulatedProvider(Conditions conditions, Random random) {
        this.conditions = conditions;
        this.random = random;
        this.others = new OtherCallers(new Random(random.nextLong()), conditions.othersShare());
        this.tokens = conditions.burst();
    }

    /** A request arrives; returns whether it is served. Times never go back. */
    boolean arrives(double now) {
        others.callUntil(now);
        boolean serves = take(now);
        (serves ? served : refused).add(now);
        return serves;
    }

    /** Nanoseconds of one way. */
    long travel() {
        double factor = 1 + conditions.jitter() * (2 * random.nextDouble() - 1);
        return Math.round(conditions.latency() / 2 * factor * 1e9);
    }

    private boolean take(double now) {
        double rate = conditions.permitted().applyAsDouble(now);
        tokens = Math.min(conditions.burst(), tokens + (now - filledAt) * rate);
        filledAt = now;
        // What the filling in parts rounds off is no reason to refuse.
        boolean granted = tokens >= 1 - 1e-9;
        if (granted) {
            tokens--;
        }
        return granted;
    }

    /** Whether others ask. Times never go back. */
    boolean othersAreHere(double now) {
        others.callUntil(now);
        return others.share > 0;
    }

    /** When each request was served. */
    List<Double> served() {
        return served;
    }

    long served(double from, double to) {
        return between(served, from, to);
    }

    long servedToOthers(double from, double to) {
        return between(others.servedAt, from, to);
    }

    double refusedShare(double from, double to) {
        double count = between(refused, from, to);
        return count / (count + served(from, to));
    }

    /** The time taken, in the time that the limit allows for what was served: 1 is the best. */
    double limitTimes(double from, double to) {
        double step = 0.01;
        double permitted = 0;
        for (long i = 0; i < Math.round((to - from) / step); i++) {
            permitted += step * conditions.permitted().applyAsDouble(from + i * step);
        }
        return (permitted - servedToOthers(from, to)) / served(from, to);
    }

    private static long between(List<Double> times, double from, double to) {
        return times.stream().filter(at -> at >= from && at < to).count();
    }

    /** Others of the same quota, who come for 10 to 30 s and go for as long, and ask at random. */
    private final class OtherCallers {
        private final Random dice;
        private final double shareWhileHere;
        private final List<Double> servedAt = new ArrayList<>();
        private double next;
        private double changes;
        private double share;

        OtherCallers(Random dice, double shareWhileHere) {
            this.dice = dice;
            this.shareWhileHere = shareWhileHere;
        }

        void callUntil(double now) {
            while (shareWhileHere > 0 && next <= now) {
                if (next >= changes) {
                    next = changes;
                    changes += 10 + 20 * dice.nextDouble();
                    share = share > 0 ? 0 : shareWhileHere;
                } else if (share > 0 && take(next)) {
                    servedAt.add(next);
                }
                double rate = share * conditions.permitted().applyAsDouble(next);
                next = share > 0 ? next - Math.log(1 - dice.nextDouble()) / rate : changes;
            }
        }
    }
}
