package dev.rollcall.store.publish;

import dev.rollcall.store.source.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published, and within which limits.
 *
 * @param gaps how many groups may be unreadable
 * @param consent to the removals of a guarded snapshot; null for none
 */
public record PublishRequest(
        FencingToken token,
        GuardLimits limits,
        GapLimit gaps,
        @Nullable Consent consent) {

    /**
     * How much may be removed without consent: what is more than {@code alwaysAllowed} <em>and</em> more than the
     * percentage trips the guard.
     *
     * @param maxRemovedPercent of the source's memberships, of its groups, of its users, each by itself
     * @param maxRemovedPercentPerGroup of one group's members
     */
    public record GuardLimits(double maxRemovedPercent, double maxRemovedPercentPerGroup, long alwaysAllowed) {}

    /**
     * Consent to the removals of a guarded snapshot.
     *
     * @param snapshot the one that the person was shown
     * @param by who consents; kept with the snapshot
     */
    public record Consent(long snapshot, String by) {}
}
