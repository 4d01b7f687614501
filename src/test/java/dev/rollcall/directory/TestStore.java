package dev.rollcall.directory;

import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import java.util.List;

/**
 * The content of a small identity store.
 *
 * @param memberships in any order, each of one of {@code groups}
 */
record TestStore(List<Group> groups, List<Membership> memberships, List<User> users) {
    TestStore {
        groups = List.copyOf(groups);
        memberships = List.copyOf(memberships);
        users = List.copyOf(users);
    }

    List<Membership> membershipsOf(GroupId group) {
        return memberships.stream()
                .filter(membership -> membership.group().equals(group))
                .toList();
    }

    /** The content as the sandbox serves it. */
    SandboxDirectory served() {
        SandboxDirectory directory = SandboxDirectory.empty(Cloud.AWS);
        groups.forEach(directory::addGroup);
        memberships.forEach(directory::addMember);
        users.forEach(directory::addUser);
        return directory;
    }
}
