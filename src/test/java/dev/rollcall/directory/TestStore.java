package dev.rollcall.directory;

import java.util.List;

/**
 * The truth about a made-up identity store, for a fake or a test server to serve.
 *
 * @param memberships in any order, each of one of {@code groups}
 */
public record TestStore(String id, List<Group> groups, List<Membership> memberships, List<User> users) {
    /** An id that every provider takes. */
    public static final String ID = "d-1234567890";

    public TestStore {
        groups = List.copyOf(groups);
        memberships = List.copyOf(memberships);
        users = List.copyOf(users);
    }

    public TestStore(List<Group> groups, List<Membership> memberships, List<User> users) {
        this(ID, groups, memberships, users);
    }

    public boolean has(GroupId group) {
        return groups.stream().anyMatch(candidate -> candidate.id().equals(group));
    }

    public List<Membership> membershipsOf(GroupId group) {
        return memberships.stream()
                .filter(membership -> membership.group().equals(group))
                .toList();
    }
}
