package dev.rollcall.sync.run;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.TooManyGapsException;
import org.jspecify.annotations.Nullable;

/**
 * Counts a run's gaps, and fails the run as soon as there are too many to publish. When each of the first three groups
 * is refused, the source refuses and not these groups: looking up groups and reading their members are permissions of
 * their own, and have a count each. Safe for use by several threads.
 */
public final class GapCounter {
    private static final int FIRST_GROUPS = 3;

    private final GapLimit limit;
    private final FirstGroups lookups;
    private final FirstGroups readings;

    /** Null while groups are listed: no number of gaps is known to be too many. */
    private @Nullable Long groups;

    private long gaps;

    /**
     * @param looked whether the snapshot holds groups that were looked up already
     * @param read whether the snapshot holds members of groups already
     */
    GapCounter(GapLimit limit, boolean looked, boolean read) {
        this.limit = limit;
        this.lookups = new FirstGroups(looked);
        this.readings = new FirstGroups(read);
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

    /** Says that the source looked up a group. */
    public synchronized void lookedUp() {
        lookups.answered = true;
    }

    /** Says that the source answered what a group's members are. */
    public synchronized void read() {
        readings.answered = true;
    }

    /**
     * Counts a group that can't be looked up.
     *
     * @throws DirectoryException the given one, when it is about the whole source
     * @throws TooManyGapsException when there are too many gaps
     */
    public synchronized void countUnknown(DirectoryException why) {
        count(lookups, why);
    }

    /**
     * Counts a group whose members can't be read.
     *
     * @throws DirectoryException the given one, when it is about the whole source
     * @throws TooManyGapsException when there are too many gaps
     */
    public synchronized void countUnread(DirectoryException why) {
        count(readings, why);
    }

    /**
     * Counts a group that was a gap before the snapshot was resumed, and still is. It is no first answer of the source:
     * gaps are tried before all others.
     *
     * @throws TooManyGapsException when there are too many gaps
     */
    public synchronized void countUnreadAgain() {
        gaps++;
        check();
    }

    private void count(FirstGroups first, DirectoryException why) {
        gaps++;
        first.count(why);
        check();
    }

    /** Leaves it open whether there are too many, while the next refusal may be the source's. */
    private void check() {
        if (groups == null || lookups.areUndecided(groups) || readings.areUndecided(groups)) {
            return;
        }
        limit.check(gaps, groups);
    }

    /** How the source answered the first requests of one kind. */
    private static final class FirstGroups {
        private boolean answered;
        private int refused;

        FirstGroups(boolean answered) {
            this.answered = answered;
        }

        void count(DirectoryException why) {
            if (answered) {
                return;
            }
            if (why instanceof DirectoryException.Denied || why instanceof DirectoryException.InvalidRequest) {
                refused++;
            } else {
                answered = true;
            }
            // Workers that are under way count further ones before the run ends.
            if (refused >= FIRST_GROUPS) {
                throw why;
            }
        }

        /** Whether so far each group was refused, and there are more of the first ones to come. */
        boolean areUndecided(long groups) {
            return !answered && refused > 0 && refused < Math.min(FIRST_GROUPS, groups);
        }
    }
}
