package dev.rollcall.faults;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.sandbox.SandboxDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An identity store that answers from a {@link SandboxDirectory} in memory, without a network. */
final class MemoryStore {
    static final String PROVIDER = "memory";
    static final int PAGE_SIZE = 3;

    private final SandboxDirectory truth;
    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    MemoryStore(SandboxDirectory truth) {
        this.truth = truth;
    }

    SandboxDirectory truth() {
        return truth;
    }

    /** Refuses from now on the markers given out until now. */
    void expireMarkers() {
        generation.incrementAndGet();
    }

    /** Throttles so many of the next requests. */
    void throttle(int requests) {
        refusals.set(requests);
    }

    Page<Group> groups(@Nullable Marker from) {
        return page("groups", truth.groups(), from);
    }

    Page<User> users(@Nullable Marker from) {
        return page("users", truth.users().toList(), from);
    }

    Page<Membership> memberships(GroupId group, @Nullable Marker from) {
        if (truth.group(group).isEmpty()) {
            throw new DirectoryException.NotFound(failure("memberships", group), false, null);
        }
        return page(group.value(), truth.memberships(group), from);
    }

    DescribedGroups describe(List<GroupId> ids) {
        List<Group> found = new ArrayList<>();
        List<GroupId> missing = new ArrayList<>();
        ids.forEach(id -> truth.group(id).ifPresentOrElse(found::add, () -> missing.add(id)));
        return new DescribedGroups(found, missing, List.of());
    }

    /** How many rows come before a marker. */
    static int offset(@Nullable Marker from) {
        return from == null ? 0 : Integer.parseInt(from.value().split(":", 2)[0]);
    }

    private <T> Page<T> page(String listing, List<T> rows, @Nullable Marker from) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new DirectoryException.Throttled(failure(listing, null), null, null);
        }
        if (from != null && Integer.parseInt(from.value().split(":", 2)[1]) != generation.get()) {
            throw new DirectoryException.ExpiredMarker(failure(listing, null), null);
        }
        int begin = Math.min(offset(from), rows.size());
        int end = Math.min(begin + PAGE_SIZE, rows.size());
        return new Page<>(
                rows.subList(begin, end), end < rows.size() ? new Marker(end + ":" + generation.get()) : null);
    }

    private static Failure failure(String operation, @Nullable GroupId group) {
        return new Failure(operation, group, 400, null, "refused", null);
    }
}
