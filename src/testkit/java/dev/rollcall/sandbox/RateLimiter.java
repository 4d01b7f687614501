package dev.rollcall.sandbox;

import java.util.HashMap;
import java.util.Map;

/** Limits the requests to each store: a bucket of tokens for each. */
final class RateLimiter {
    private final Map<String, Bucket> buckets = new HashMap<>();

    private record Bucket(RateLimit limit, double tokens, long at) {}

    /** Takes a token of the store; false when there is none. */
    synchronized boolean take(String store, RateLimit limit) {
        long now = System.nanoTime();
        Bucket last = buckets.get(store);
        double tokens = last == null || !last.limit.equals(limit)
                ? limit.burst()
                : Math.min(limit.burst(), last.tokens + (now - last.at) / 1e9 * limit.rate());
        boolean granted = tokens >= 1;
        buckets.put(store, new Bucket(limit, granted ? tokens - 1 : tokens, now));
        return granted;
    }
}
