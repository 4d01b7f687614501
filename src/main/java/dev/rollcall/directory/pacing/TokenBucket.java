package dev.rollcall.directory.pacing;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/** A token bucket whose rate changes. It holds the tokens of 100 ms, at least one request's, and starts empty. */
final class TokenBucket {
    private static final double CAPACITY_SECONDS = 0.1;

    /**
     * Tokens per request: Bucket4j refills whole tokens, our rates are fractional. It refills at most one token a
     * nanosecond, so 100,000 requests a second are the most.
     */
    private static final long TOKENS_PER_REQUEST = 10_000;

    private final Bucket bucket;
    private double rate;

    TokenBucket(double rate, Ticker ticker) {
        this.rate = rate;
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(new TickerMeter(ticker))
                .addLimit(bandwidth(rate))
                .build();
    }

    /**
     * Takes the tokens of one request.
     *
     * @param wanted requests a second from now on
     * @return 0 when there were enough tokens, else the nanoseconds until there are
     */
    long take(double wanted) {
        if (wanted != rate) {
            rate = wanted;
            BucketConfiguration configuration =
                    BucketConfiguration.builder().addLimit(bandwidth(wanted)).build();
            bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(TOKENS_PER_REQUEST);
        // Bucket4j rounds a wait of less than a nanosecond down to none.
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }

    private static Bandwidth bandwidth(double rate) {
        return Bandwidth.builder()
                .capacity(TOKENS_PER_REQUEST * Math.max(1, (long) (rate * CAPACITY_SECONDS)))
                .refillGreedy(Math.round(rate * TOKENS_PER_REQUEST), Duration.ofSeconds(1))
                .initialTokens(0)
                .build();
    }

    private record TickerMeter(Ticker ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
