package dev.rollcall.answer;

import java.time.Instant;

/** A time and a later one; both may be the same. */
public record Span(Instant from, Instant to) {
    public Span {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a span from " + from + " to " + to);
        }
    }
}
