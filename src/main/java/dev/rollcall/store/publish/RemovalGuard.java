package dev.rollcall.store.publish;

import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import java.util.ArrayList;
import java.util.List;

/** Decides whether a snapshot removes too much to be published without consent. */
final class RemovalGuard {
    private final GuardLimits limits;

    RemovalGuard(GuardLimits limits) {
        this.limits = limits;
    }

    /**
     * Every limit exceeded, in plain words.
     *
     * @param withUsers whether the snapshot read users; otherwise their removal is not judged
     * @return empty when the snapshot may be published
     */
    List<String> trips(DifferenceCounts counts, boolean withUsers) {
        List<String> trips = new ArrayList<>();
        check(trips, "memberships", counts.membershipsRemoved(), counts.membershipsPublished());
        check(trips, "groups", counts.groupsRemoved(), counts.groupsPublished());
        checkNone(trips, "groups", counts.groupsPublished(), counts.groupsRead());
        checkNone(trips, "memberships", counts.membershipsPublished(), counts.membershipsAfter());
        if (withUsers) {
            check(trips, "users", counts.usersDeleted(), counts.usersTotal());
            checkNone(trips, "users", counts.usersTotal(), counts.usersAfter());
        }
        if (counts.groupsTripped() > 0) {
            trips.add("%d %s would lose more than %s%% of their members and more than %d"
                    .formatted(
                            counts.groupsTripped(),
                            counts.groupsTripped() == 1 ? "group" : "groups",
                            plain(limits.maxRemovedPercentPerGroup()),
                            limits.alwaysAllowed()));
        }
        if (counts.groupsPublished() > 0 && counts.groupsFound() == 0) {
            trips.add("none of the " + counts.groupsPublished() + " published groups is found again");
        }
        return trips;
    }

    /** The rule for a whole source. {@code published-groups.sql} has the same rule for one group's members. */
    private boolean isTooMuch(long removed, long published) {
        return removed > limits.alwaysAllowed() && removed * 100.0 > limits.maxRemovedPercent() * published;
    }

    private void check(List<String> trips, String what, long removed, long published) {
        if (isTooMuch(removed, published)) {
            trips.add("%d of %d %s would be removed, more than %s%% and more than %d"
                    .formatted(removed, published, what, plain(limits.maxRemovedPercent()), limits.alwaysAllowed()));
        }
    }

    private static void checkNone(List<String> trips, String what, long published, long after) {
        if (published > 0 && after == 0) {
            trips.add("no " + what + " would be left of " + published);
        }
    }

    /** 10 for 10.0, 12.5 for 12.5. */
    private static String plain(double percent) {
        return percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent);
    }
}
