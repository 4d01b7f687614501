package dev.rollcall.answer.evidence;

/** An archive is not one that Rollcall wrote. The message says in what, in its own words. */
final class MalformedPackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPackException(String message) {
        super(message);
    }
}
