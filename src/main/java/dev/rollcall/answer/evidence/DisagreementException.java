package dev.rollcall.answer.evidence;

/** Ends the verification of one source at its first disagreement, which the message tells. */
final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DisagreementException(String message) {
        super(message);
    }
}
