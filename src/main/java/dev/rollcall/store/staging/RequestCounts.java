package dev.rollcall.store.staging;

/**
 * How many requests were sent.
 *
 * @param requests all of them, retries included
 * @param retries those sent again after a failure
 * @param throttles those that the provider refused as too many
 */
public record RequestCounts(long requests, long retries, long throttles) {
    public static final RequestCounts NONE = new RequestCounts(0, 0, 0);
}
