package dev.rollcall.store.publish;

/** Consent was given to removals that are not those that would be published. */
public final class StaleConsentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleConsentException(String message) {
        super(message);
    }
}
