package dev.rollcall.store.publish;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** More groups are unreadable than {@code gaps.max-percent} permits in a published snapshot. */
public final class TooManyGapsException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** @param maxPercent of the groups that may be unreadable */
    public TooManyGapsException(long gaps, long groups, double maxPercent) {
        super(
                "too-many-gaps",
                Blame.PROVIDER,
                gaps + " of " + groups + " groups could not be read, more than the " + maxPercent
                        + "% that gaps.max-percent permits");
    }
}
