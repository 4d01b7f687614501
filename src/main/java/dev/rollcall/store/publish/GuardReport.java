package dev.rollcall.store.publish;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tripped the guard, for the person who may consent. No number counts groups in gap. Kept with the snapshot in
 * its {@link Comparison}.
 *
 * @param snapshot the guarded one
 * @param trips every limit exceeded, in plain words; not empty
 * @param users null when the snapshot did not read users
 * @param groupsOutOfScope of the groups removed, those that the list of group ids no longer names; the others are gone
 *     at the provider
 * @param groupsTripped groups that by themselves lose too many members
 * @param examples the groups that lose most, most first
 */
public record GuardReport(
        long snapshot,
        List<String> trips,
        Removed memberships,
        Removed groups,
        @Nullable Removed users,
        long groupsOutOfScope,
        long groupsTripped,
        List<Example> examples) {
    public GuardReport {
        trips = List.copyOf(trips);
        examples = List.copyOf(examples);
    }

    /** How many rows would be removed, of how many published. */
    public record Removed(long removed, long published) {
        @Override
        public String toString() {
            return removed + " of " + published;
        }
    }

    /**
     * A group that loses members.
     *
     * @param name null when it has none
     * @param members as published
     * @param removed of these
     * @param gone whether the group itself would be removed
     * @param tripped whether it loses too many by itself
     */
    public record Example(
            String groupId, @Nullable String name, long members, long removed, boolean gone, boolean tripped) {}
}
