package dev.rollcall.directory;

import java.util.List;

/**
 * The result of one call of {@link Directory#describeGroups}. Every id asked for is in exactly one of the three lists.
 *
 * @param found the groups
 * @param missing ids that the provider does not know
 * @param rest ids that this request did not get to, in the order asked: ask for them again
 */
public record DescribedGroups(List<Group> found, List<GroupId> missing, List<GroupId> rest) {
    public DescribedGroups {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
        rest = List.copyOf(rest);
    }
}
