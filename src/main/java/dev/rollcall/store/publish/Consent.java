package dev.rollcall.store.publish;

/**
 * Consent to the removals of a guarded snapshot.
 *
 * @param snapshot the one that the person was shown
 * @param by who consents; kept with the snapshot
 */
public record Consent(long snapshot, String by) {}
