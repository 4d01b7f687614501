package dev.rollcall.store.staging;

import dev.rollcall.directory.Membership;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pages of one group's memberships, staged together with the checkpoint after them.
 *
 * @param pages the rows of each page, in the order read
 * @param after the checkpoint after these pages
 * @param state of the group after these pages
 * @param reason why it is in gap; null otherwise
 */
public record MembershipPages(
        List<List<Membership>> pages,
        GroupCheckpoint after,
        State state,
        @Nullable String reason) {
    public MembershipPages {
        pages = List.copyOf(pages);
        if ((state == State.GAP) != (reason != null)) {
            throw new IllegalArgumentException("exactly a gap has a reason");
        }
    }

    /** How far a group's memberships are read. */
    public enum State {
        /** More pages are to come. */
        PENDING,
        /** Read to the end. */
        COMPLETE,
        /** Unreadable in this snapshot. */
        GAP,
        /** The provider confirmed that the group vanished after its listing. */
        GONE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
