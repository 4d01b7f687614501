package dev.rollcall.sandbox;

import java.util.Map;

/**
 * An answer and how it goes out.
 *
 * @param sent called when all of it went out as it should
 */
record HttpAnswer(int status, Map<String, String> headers, String body, Delivery delivery, Runnable sent) {
    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    HttpAnswer(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Delivery.WHOLE, () -> {});
    }

    static HttpAnswer json(int status, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", "application/json"), body);
    }

    HttpAnswer delivered(Delivery how, Runnable afterwards) {
        return new HttpAnswer(status, headers, body, how, afterwards);
    }

    /** How an answer goes out. */
    enum Delivery {
        WHOLE,
        /** The connection is reset instead. */
        RESET,
        /** The connection is closed after half of the body. */
        CUT_OFF,
        /** The connection is reset after half of the body. */
        RESET_MID_BODY,
        /** Half of the body goes out, as if it were the whole. */
        HALF,
        /** The body goes out in drops. */
        SLOW,
        /** Nothing goes out until the caller gives up. */
        HANG
    }
}
