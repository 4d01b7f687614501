package dev.rollcall.http;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer, and how it is delivered.
 *
 * @param sent called when the whole answer is delivered
 */
public record ServerResponse(int status, Map<String, String> headers, String body, Delivery delivery, Runnable sent) {
    public ServerResponse {
        headers = Map.copyOf(headers);
    }

    public ServerResponse(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Delivery.WHOLE, () -> {});
    }

    /** A response without a content type. */
    public ServerResponse(int status, String body) {
        this(status, Map.of(), body);
    }

    public static ServerResponse json(int status, String body) {
        return new ServerResponse(status, Map.of("Content-Type", "application/json"), body);
    }

    /** The same response with one header more, or another value of it. */
    public ServerResponse with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ServerResponse(status, more, body, delivery, sent);
    }

    public ServerResponse delivered(Delivery how) {
        return delivered(how, sent);
    }

    public ServerResponse delivered(Delivery how, Runnable afterwards) {
        return new ServerResponse(status, headers, body, how, afterwards);
    }

    /** How an answer is delivered. */
    public enum Delivery {
        WHOLE,
        /** The connection is reset instead. */
        RESET,
        /** The connection is closed after half of the body. */
        CUT_OFF,
        /** The connection is reset after half of the body. */
        RESET_MID_BODY,
        /** Half of the body is sent as if it were the whole. */
        HALF,
        /** The body is sent in small pieces with pauses. */
        SLOW,
        /** Nothing is sent until the client gives up. */
        HANG,
        /** After the head, a blank now and then until the client gives up. */
        DRIP
    }
}
