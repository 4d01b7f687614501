package dev.rollcall.store.publish;

/**
 * How many groups may be unreadable in a snapshot that is published: one, and more up to a share of all.
 *
 * @param maxPercent of all groups, from 0 to 100
 */
public record GapLimit(double maxPercent) {
    /**
     * Fails when there are too many gaps.
     *
     * @throws TooManyGapsException when there are more than may be
     */
    public void check(long gaps, long groups) {
        if (gaps > 1 && gaps * 100.0 > maxPercent * groups) {
            throw new TooManyGapsException(gaps, groups, maxPercent);
        }
    }
}
