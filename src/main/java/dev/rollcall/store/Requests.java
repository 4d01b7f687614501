package dev.rollcall.store;

/** Requests sent, those among them that were retries, and the refusals for sending too many. */
public record Requests(long requests, long retries, long throttles) {
    /** None at all. */
    public static final Requests NONE = new Requests(0, 0, 0);
}
