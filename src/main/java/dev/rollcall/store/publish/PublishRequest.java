package dev.rollcall.store.publish;

import dev.rollcall.store.source.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published, and within which limits.
 *
 * @param maxGapsPercent of the groups; one gap is always tolerated
 * @param consent to the removals of a guarded snapshot; null for none
 */
public record PublishRequest(
        FencingToken token,
        GuardLimits limits,
        double maxGapsPercent,
        @Nullable Consent consent) {}
