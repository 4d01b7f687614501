package dev.rollcall.sync.run;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.TooManyGapsException;
import org.jspecify.annotations.Nullable;

/**
 * Counts a run's gaps, and fails the run as soon as there are too many to publish. When each of the first three groups
 * read is denied, the source is denied and not these groups. Safe for use by several threads.
 */
public final class GapCounter {
    private static final int FIRST_GROUPS = 3;

    private final GapLimit limit;

    /** Null while groups are listed: no number of gaps is known to be too many. */
    private @Nullable Long groups;

    private long gaps;
    private long seen;
    private long denied;

    GapCounter(GapLimit limit) {
        this.limit = limit;
    }

    /** How many gaps there may be. */
    public GapLimit limit() {
        return limit;
    }

    /**
     * Sets how many groups there are.
     *
     * @throws TooManyGapsException when there are too many gaps already
     */
    public synchronized void setGroups(long total) {
        groups = total;
        limit.check(gaps, total);
    }

    /** Counts a group that was read to its end. */
    public synchronized void countRead() {
        seen++;
    }

    /**
     * Counts a group that can't be read.
     *
     * @throws DirectoryException the given one, when it is about the whole source
     * @throws TooManyGapsException when there are too many gaps
     */
    public synchronized void countGap(DirectoryException why) {
        seen++;
        gaps++;
        if (why instanceof DirectoryException.Denied) {
            denied++;
        }
        boolean allDenied = denied == seen;
        if (allDenied && seen == FIRST_GROUPS) {
            throw why;
        }
        if (groups == null || (allDenied && seen < Math.min(FIRST_GROUPS, groups))) {
            return;
        }
        limit.check(gaps, groups);
    }
}
