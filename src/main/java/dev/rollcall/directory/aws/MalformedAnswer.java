package dev.rollcall.directory.aws;

/** An answer that is not what the service documents; the message says what is wrong, and where. */
final class MalformedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedAnswer(String message) {
        super(message);
    }
}
