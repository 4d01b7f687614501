package dev.rollcall.directory.pacing;

import java.time.Duration;

/**
 * When a failure that may pass is taken for one that stays. A request has failed for good after {@code attempts}, and
 * not before {@code atLeast}.
 *
 * @param away how long nothing at all is answered before the source is given up
 */
public record RetryLimits(int attempts, Duration atLeast, Duration away) {
    public static final RetryLimits DEFAULT = new RetryLimits(10, Duration.ofMinutes(1), Duration.ofMinutes(10));
}
