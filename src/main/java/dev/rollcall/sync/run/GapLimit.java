package dev.rollcall.sync.run;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.store.publish.TooManyGapsException;

/**
 * How many groups may be unreadable before the run fails: a share of all, and always one. A refusal on each of the
 * first three groups read is about the source, not about these groups. Safe for use by several threads.
 */
public final class GapLimit {
    private static final int FIRST = 3;

    /** While groups are listed, no number of gaps is known to be too many. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final double maxPercent;
    private long groups = UNKNOWN;
    private long gaps;
    private long seen;
    private long denied;

    GapLimit(double maxPercent) {
        this.maxPercent = maxPercent;
    }

    /**
     * Sets how many groups there are.
     *
     * @throws TooManyGapsException when there are too many gaps already
     */
    public synchronized void groups(long total) {
        groups = total;
        check();
    }

    public synchronized void read() {
        seen++;
    }

    /**
     * Counts a group that can't be read.
     *
     * @throws DirectoryException the given refusal, when it seems to be about the whole source
     * @throws TooManyGapsException when there are too many of them
     */
    public synchronized void gap(DirectoryException why) {
        seen++;
        gaps++;
        if (why instanceof DirectoryException.Denied) {
            denied++;
        }
        boolean deniedFromTheFirst = denied == seen;
        if (deniedFromTheFirst && seen == FIRST) {
            throw why;
        }
        if (deniedFromTheFirst && seen < Math.min(FIRST, groups)) {
            return;
        }
        check();
    }

    private void check() {
        if (groups != UNKNOWN && gaps > 1 && gaps * 100.0 > maxPercent * groups) {
            throw new TooManyGapsException(gaps, groups, maxPercent);
        }
    }
}
