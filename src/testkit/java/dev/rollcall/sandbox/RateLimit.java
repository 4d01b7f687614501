package dev.rollcall.sandbox;

/**
 * How many requests a store takes: a bucket of tokens.
 *
 * @param rate tokens that are added a second
 * @param burst tokens that the bucket holds, which is full at first
 */
public record RateLimit(double rate, int burst) {
    /** In Huawei's words, as its gateway states it. */
    String inWords() {
        return rate >= 1
                ? "limit:%d,time:1 second".formatted(Math.round(rate))
                : "limit:%d,time:1 minute".formatted(Math.round(rate * 60));
    }
}
