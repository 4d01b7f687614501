package dev.rollcall.store.staging;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import org.jspecify.annotations.Nullable;

/**
 * A group as the listing of groups gives it: described, a gap, or unknown to the provider.
 *
 * @param group null for a group of the scope that was not described
 * @param gap why it could not be described; null when it was, and when the provider does not know it
 */
public record StagedGroup(
        GroupId id, @Nullable Group group, @Nullable String gap) {
    public StagedGroup {
        if (group != null && gap != null) {
            throw new IllegalArgumentException("a group that was described is no gap");
        }
    }

    /** A group that the provider described. */
    public static StagedGroup read(Group group) {
        return new StagedGroup(group.id(), group, null);
    }

    /** A group of the scope that could not be described. */
    public static StagedGroup gap(GroupId id, String reason) {
        return new StagedGroup(id, null, reason);
    }

    /** A group of the scope that the provider does not know. */
    public static StagedGroup unknown(GroupId id) {
        return new StagedGroup(id, null, null);
    }
}
