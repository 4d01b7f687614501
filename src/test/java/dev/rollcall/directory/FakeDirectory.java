package dev.rollcall.directory;

import dev.rollcall.directory.DirectoryException.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that counts the requests made of it and fails when told to. Its content may be changed while
 * it is read.
 */
public final class FakeDirectory implements Directory {
    /** What can be asked of a directory. */
    public enum Operation {
        LIST_GROUPS,
        DESCRIBE_GROUPS,
        LIST_MEMBERSHIPS,
        LIST_USERS
    }

    private final int pageSize;
    private final Map<Operation, Integer> requests = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<Integer, Supplier<? extends RuntimeException>>> failures =
            new EnumMap<>(Operation.class);
    private final Map<GroupId, Supplier<? extends RuntimeException>> unreadable = new HashMap<>();
    private @Nullable TestStore store;
    private boolean closed;

    /**
     * @param store null for an identity store that does not exist
     * @param pageSize of the listings, and the greatest number of groups described with one request
     */
    public FakeDirectory(@Nullable TestStore store, int pageSize) {
        this.store = store;
        this.pageSize = pageSize;
    }

    /** Throws the failure on the {@code nth} request, counted from 1, for this operation. */
    public synchronized FakeDirectory fail(Operation operation, int nth, Supplier<? extends RuntimeException> failure) {
        failures.computeIfAbsent(operation, any -> new HashMap<>()).put(nth, failure);
        return this;
    }

    /** Throws the failure on every request for this group's memberships. */
    public synchronized FakeDirectory failMemberships(GroupId group, Supplier<? extends RuntimeException> failure) {
        unreadable.put(group, failure);
        return this;
    }

    /** Puts an end to {@link #failMemberships}. */
    public synchronized void mend(GroupId group) {
        unreadable.remove(group);
    }

    /** From the next request on, this is the content. */
    public synchronized void replace(TestStore content) {
        store = content;
    }

    /** How many requests were made for this operation, the failed ones included. */
    public synchronized int requests(Operation operation) {
        return requests.getOrDefault(operation, 0);
    }

    /** How many requests were made, the failed ones included. */
    public synchronized int requests() {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized Page<Group> listGroups(@Nullable Marker from) {
        return page(request(Operation.LIST_GROUPS, null).groups(), Operation.LIST_GROUPS, from);
    }

    @Override
    public synchronized DescribedGroups describeGroups(List<GroupId> ids) {
        TestStore content = request(Operation.DESCRIBE_GROUPS, null);
        int taken = Math.min(ids.size(), pageSize);
        List<Group> found = new ArrayList<>();
        List<GroupId> missing = new ArrayList<>();
        for (GroupId id : ids.subList(0, taken)) {
            content.groups().stream()
                    .filter(group -> group.id().equals(id))
                    .findFirst()
                    .ifPresentOrElse(found::add, () -> missing.add(id));
        }
        return new DescribedGroups(found, missing, ids.subList(taken, ids.size()));
    }

    @Override
    public synchronized Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        TestStore content = request(Operation.LIST_MEMBERSHIPS, group);
        if (!content.has(group)) {
            throw new DirectoryException.NotFound(
                    failure(Operation.LIST_MEMBERSHIPS, group, 404, "no such group"), false, null);
        }
        return page(content.membershipsOf(group), Operation.LIST_MEMBERSHIPS, from);
    }

    @Override
    public synchronized Page<User> listUsers(@Nullable Marker from) {
        return page(request(Operation.LIST_USERS, null).users(), Operation.LIST_USERS, from);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private TestStore request(Operation operation, @Nullable GroupId group) {
        if (closed) {
            throw new IllegalStateException("this directory is closed");
        }
        int nth = requests.merge(operation, 1, Integer::sum);
        Supplier<? extends RuntimeException> planned =
                failures.getOrDefault(operation, Map.of()).get(nth);
        if (planned == null && group != null) {
            planned = unreadable.get(group);
        }
        if (planned != null) {
            throw planned.get();
        }
        if (store == null) {
            throw new DirectoryException.NotFound(failure(operation, group, 404, "no such identity store"), true, null);
        }
        return store;
    }

    private <T> Page<T> page(List<T> all, Operation operation, @Nullable Marker from) {
        int begin = from == null ? 0 : offset(operation, from);
        int end = Math.min(all.size(), begin + pageSize);
        List<T> items = begin < end ? all.subList(begin, end) : List.of();
        return new Page<>(items, end < all.size() ? new Marker(operation + ":" + end) : null);
    }

    private static int offset(Operation operation, Marker from) {
        String prefix = operation + ":";
        if (!from.value().startsWith(prefix)) {
            throw new DirectoryException.ExpiredMarker(failure(operation, null, 400, "unknown marker"), null);
        }
        return Integer.parseInt(from.value().substring(prefix.length()));
    }

    private static Failure failure(Operation operation, @Nullable GroupId group, int status, String message) {
        return new Failure(operation.name(), group, status, null, message, "fake-request");
    }
}
