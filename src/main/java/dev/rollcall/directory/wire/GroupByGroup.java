package dev.rollcall.directory.wire;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import java.util.List;
import java.util.function.Function;

/** Looks up groups with a request that describes one group. */
public final class GroupByGroup {
    private GroupByGroup() {}

    /**
     * Looks up the first of some groups; the others are left over.
     *
     * @param describe sends the one request; throws {@link NotFound} for an unknown group
     * @throws NotFound when it is the identity store that is unknown
     */
    public static DescribedGroups describeFirst(List<GroupId> ids, Function<GroupId, Group> describe) {
        GroupId id = ids.get(0);
        List<GroupId> rest = ids.subList(1, ids.size());
        try {
            return new DescribedGroups(List.of(describe.apply(id)), List.of(), rest);
        } catch (NotFound unknown) {
            if (unknown.identityStore()) {
                throw unknown;
            }
            return new DescribedGroups(List.of(), List.of(id), rest);
        }
    }
}
