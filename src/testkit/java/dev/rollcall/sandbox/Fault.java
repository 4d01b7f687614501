package dev.rollcall.sandbox;

/** A fault that a share of the requests meets. */
public enum Fault {
    /** 500 in the provider's own words. */
    ERROR_500,
    /** 503 with a body of HTML, as a proxy sends it, and the Retry-After that {@link Faults#retryAfter} names. */
    UNAVAILABLE_503,
    /** 502 with a body of HTML. */
    BAD_GATEWAY_502,
    /** 504 with a body of HTML. */
    GATEWAY_TIMEOUT_504,
    /** The connection is reset in place of an answer. */
    RESET,
    /** The connection is closed after half of the body. */
    CUT_OFF,
    /** The connection is reset after half of the body. */
    RESET_MID_BODY,
    /** Half of the body, as if it were the whole. */
    HALF_JSON,
    /** The body takes a second. */
    SLOW,
    /** No answer until the caller gives up. */
    HANG,
    /** A byte now and then, without end, until the caller gives up. */
    DRIP,
    /** A page of a listing is empty, but the listing goes on. */
    EMPTY_PAGE,
    /** The same, and the page's list is null. */
    NULL_LIST,
    /** A page of a listing begins with the last row of the page before. */
    REPEATED_ROW;

    /** Whether it is a fault of the answer's transport, and not of the page in it. */
    boolean isOfTransport() {
        return this != EMPTY_PAGE && this != NULL_LIST && this != REPEATED_ROW;
    }
}
