package dev.rollcall.store.publish;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** Consent was given to removals that are not those that would be published. */
public final class StaleConsentException extends RollcallException {
    private static final long serialVersionUID = 1L;

    StaleConsentException(String message) {
        super("stale-consent", Blame.CONFIGURATION, message);
    }
}
