package dev.rollcall.directory.pacing;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/** A token bucket whose rate changes: holds the tokens of 100 ms, at least one, and is empty at the start. */
final class TokenBucket {
    private static final double HOLDS_SECONDS = 0.1;

    /**
     * A request takes so many tokens: rates are no whole numbers, and Bucket4j's are. It refills at most a token a
     * nanosecond, which makes 100,000 requests a second the most.
     */
    private static final long FOR_A_REQUEST = 10_000;

    private final Bucket bucket;
    private double rate;

    TokenBucket(double rate, Ticker time) {
        this.rate = rate;
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(new Meter(time))
                .addLimit(bandwidth(rate))
                .build();
    }

    /** Takes the tokens of one request: 0 when there were enough, else the nanoseconds until there are. */
    long take(double wanted) {
        if (wanted != rate) {
            rate = wanted;
            BucketConfiguration configuration =
                    BucketConfiguration.builder().addLimit(bandwidth(wanted)).build();
            bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(FOR_A_REQUEST);
        // Bucket4j rounds a wait of less than a nanosecond down to none.
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }

    private static Bandwidth bandwidth(double rate) {
        return Bandwidth.builder()
                .capacity(FOR_A_REQUEST * Math.max(1, (long) (rate * HOLDS_SECONDS)))
                .refillGreedy(Math.round(rate * FOR_A_REQUEST), Duration.ofSeconds(1))
                .initialTokens(0)
                .build();
    }

    private record Meter(Ticker time) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return time.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
