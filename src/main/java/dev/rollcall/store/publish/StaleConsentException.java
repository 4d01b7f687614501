package dev.rollcall.store.publish;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** The removals that would be published are not those that a person consented to. */
public final class StaleConsentException extends RollcallException {
    private static final long serialVersionUID = 1L;

    StaleConsentException(String message) {
        super("stale-consent", Blame.CONFIGURATION, message);
    }
}
