package dev.rollcall.store.publish;

/**
 * How much may be removed without consent: something trips the guard when it is more than {@code alwaysAllowed}
 * <em>and</em> more than the percentage.
 *
 * @param maxRemovedPercent of the source's memberships, of its groups, of its users, each by itself
 * @param maxRemovedPercentPerGroup of one group's members
 */
public record GuardLimits(double maxRemovedPercent, double maxRemovedPercentPerGroup, long alwaysAllowed) {
    boolean areExceededBy(long removed, long published) {
        return removed > alwaysAllowed && removed * 100.0 > maxRemovedPercent * published;
    }
}
