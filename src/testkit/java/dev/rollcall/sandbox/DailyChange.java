package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.util.List;

/** A small change of a directory, as it may happen in a day. */
final class DailyChange {
    private final SandboxDirectory directory;
    private final SeededRandom random;
    private int drawn;

    DailyChange(SandboxDirectory directory, SeededRandom random) {
        this.directory = directory;
        this.random = random;
    }

    void apply() {
        List<Group> groups = directory.groups();
        if (groups.isEmpty() || directory.userCount() == 0) {
            return;
        }
        List<User> people = directory.users().limit(1_000).toList();
        for (int i = 0; i < 5; i++) {
            join(any(groups), any(people));
        }
        for (int i = 0; i < 3; i++) {
            leave(any(groups));
        }
        rejoin(any(groups));
        disable(any(people));
        Group renamed = any(groups);
        directory.renameGroup(renamed.id(), renamed.displayName() + " ✎");
        join(directory.addGroup(), any(people));
        removeGroup(groups);
    }

    private void join(Group group, User user) {
        boolean member = directory.memberships(group.id()).stream()
                .anyMatch(row -> row.member().id().equals(user.id()));
        if (!member) {
            Membership unused = directory.addMember(group.id(), user.id());
        }
    }

    private void leave(Group group) {
        List<Membership> rows = directory.memberships(group.id());
        if (!rows.isEmpty()) {
            directory.removeMember(group.id(), any(rows).member().id());
        }
    }

    private void rejoin(Group group) {
        List<Membership> rows = directory.memberships(group.id());
        if (!rows.isEmpty() && any(rows).member() instanceof Member.User user) {
            Membership unused = directory.rejoin(group.id(), user.id());
        }
    }

    private void disable(User user) {
        directory.updateUser(new User(
                user.id(),
                user.userName(),
                user.displayName(),
                user.email(),
                User.Status.DISABLED,
                user.externalIds(),
                user.createdAt(),
                user.createdBy(),
                user.updatedAt(),
                user.updatedBy()));
    }

    /** Removes a small group only, so that the guard does not trip. */
    private void removeGroup(List<Group> groups) {
        Group candidate = any(groups);
        if (groups.size() > 10 && directory.memberships(candidate.id()).size() < 20) {
            directory.removeGroup(candidate.id());
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.below(list.size(), 60, drawn++));
    }
}
