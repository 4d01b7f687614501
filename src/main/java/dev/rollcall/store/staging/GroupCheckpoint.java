package dev.rollcall.store.staging;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import org.jspecify.annotations.Nullable;

/**
 * How far one group's memberships are read.
 *
 * @param groupNo the group's number within the snapshot
 * @param reading grows when the listing starts over; rows of earlier readings no longer count
 * @param marker where to go on from; null for the first page
 * @param pages read in this reading
 * @param triedAgain whether the group was a gap before the snapshot was resumed
 */
public record GroupCheckpoint(
        int groupNo, GroupId group, int reading, @Nullable Marker marker, int pages, boolean triedAgain) {
    /** Starts the listing over. */
    public GroupCheckpoint again() {
        return new GroupCheckpoint(groupNo, group, reading + 1, null, 0, triedAgain);
    }

    /** After one more page, with more to come. */
    public GroupCheckpoint after(@Nullable Marker next) {
        return new GroupCheckpoint(groupNo, group, reading, next, pages + 1, triedAgain);
    }
}
