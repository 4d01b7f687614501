package dev.rollcall.store.staging;

/** Requests sent, those among them that were retries, and the refusals for sending too many. */
public record RequestCounts(long requests, long retries, long throttles) {
    /** None at all. */
    public static final RequestCounts NONE = new RequestCounts(0, 0, 0);
}
