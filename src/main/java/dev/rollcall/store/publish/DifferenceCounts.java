package dev.rollcall.store.publish;

/**
 * How many rows a snapshot would change. Totals count all that is published before it; all other numbers leave out
 * groups in gap and their members. Created, changed, deleted, joined and left are the rows that the view {@code changes}
 * gains.
 *
 * @param groupsOutOfScope groups that end because a changed scope no longer names them
 * @param groupsTripped groups that by themselves lose too many members
 * @param groupsFound published groups that the snapshot has too, in gap or not
 * @param groupsRead groups that the snapshot read to their end
 */
record DifferenceCounts(
        long groupsCreated,
        long groupsChanged,
        long groupsDeleted,
        long groupsClosed,
        long groupsOpened,
        long groupsTotal,
        long groupsPublished,
        long groupsRemoved,
        long groupsFound,
        long groupsRead,
        long groupsOutOfScope,
        long groupsTripped,
        long membersJoined,
        long membersLeft,
        long membershipsRemoved,
        long membershipsClosed,
        long membershipsOpened,
        long membershipsTotal,
        long membershipsPublished,
        long usersCreated,
        long usersChanged,
        long usersDeleted,
        long usersClosed,
        long usersOpened,
        long usersTotal,
        long gaps) {
    long membershipsAfter() {
        return membershipsPublished - membershipsClosed + membershipsOpened;
    }

    long usersAfter() {
        return usersTotal - usersClosed + usersOpened;
    }
}
