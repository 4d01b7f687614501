package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A directory that answers every listing as a test says. */
record StubDirectory(Function<@Nullable Marker, Page<User>> listing) implements Directory {
    static Page<User> lastPage() {
        return new Page<>(List.of(), null);
    }

    static Page<User> pageBefore(String next) {
        return new Page<>(List.of(), new Marker(next));
    }

    static DirectoryException throttled(@Nullable Duration retryAfter) {
        return new DirectoryException.Throttled(failure(429), retryAfter, null);
    }

    static DirectoryException unavailable(@Nullable Duration retryAfter) {
        return new DirectoryException.Unavailable(failure(503), retryAfter, null);
    }

    static DirectoryException.Failure failure(int status) {
        return new DirectoryException.Failure("ListUsers", null, status, null, "as the test says", null);
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return listing.apply(from);
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return new Page<>(List.of(), listing.apply(from).next());
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        boolean last = listing.apply(null).next() == null;
        return new DescribedGroups(List.of(), last ? ids : List.of(), last ? List.of() : ids);
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return new Page<>(List.of(), listing.apply(from).next());
    }

    @Override
    public void close() {
        throw new AssertionError("closed by code that did not open it");
    }
}
