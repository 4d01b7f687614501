package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups, memberships and users of an identity store in the sandbox. Tests compare it with what was read, and may
 * change it at any time, also while it is read. Safe for use by several threads at once.
 */
public final class SandboxDirectory {
    private final DataGenerator generator;
    private final DirectoryUsers users;
    private final NavigableMap<Integer, GroupMembers> groups = new TreeMap<>();
    private final Map<GroupId, GroupMembers> byId = new HashMap<>();
    private int nextGroup;
    private int nextSerial;

    private SandboxDirectory(DataGenerator generator, int generatedUsers) {
        this.generator = generator;
        this.users = new DirectoryUsers(generator, generatedUsers);
    }

    /** A directory without anything in it. */
    public static SandboxDirectory empty(Cloud cloud) {
        return new SandboxDirectory(new DataGenerator(cloud, new SeededRandom(0)), 0);
    }

    /** A directory as AWS holds it; the same for the same arguments. */
    public static SandboxDirectory generate(long seed, Shape shape) {
        return generate(seed, shape, Cloud.AWS);
    }

    /** A directory of that size; the same for the same arguments. */
    public static SandboxDirectory generate(long seed, Shape shape, Cloud cloud) {
        SeededRandom random = new SeededRandom(seed);
        SandboxDirectory directory = new SandboxDirectory(new DataGenerator(cloud, random), shape.users());
        int[] sizes = GroupSizes.of(shape, random);
        for (int number = 0; number < sizes.length; number++) {
            directory.addGenerated(number, sizes[number], shape.users());
        }
        return directory;
    }

    /** Members are every stride-th user from some user on: distinct, since stride and count are coprime. */
    private void addGenerated(int number, int size, int userCount) {
        GroupMembers group = put(generator.group(number), size);
        int stride = 1 + generator.random().below(userCount, 40, number);
        while (gcd(stride, userCount) != 1) {
            stride++;
        }
        long user = generator.random().below(userCount, 41, number);
        for (int i = 0; i < size; i++) {
            group.add((int) user, nextSerial++);
            user = (user + stride) % userCount;
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private GroupMembers put(Group group, int capacity) {
        GroupMembers members = new GroupMembers(nextGroup++, group, capacity);
        if (byId.putIfAbsent(group.id(), members) != null) {
            throw new IllegalArgumentException("there is a group " + group.id());
        }
        groups.put(members.number(), members);
        return members;
    }

    // Reading

    public synchronized List<Group> groups() {
        return groups.values().stream().map(GroupMembers::group).toList();
    }

    public synchronized Optional<Group> group(GroupId id) {
        return Optional.ofNullable(byId.get(id)).map(GroupMembers::group);
    }

    /** All memberships, group by group; those of a group are read when the stream reaches it. */
    public Stream<Membership> memberships() {
        return groups().stream().flatMap(group -> memberships(group.id()).stream());
    }

    /** Empty also when there is no such group. */
    public synchronized List<Membership> memberships(GroupId id) {
        GroupMembers group = byId.get(id);
        return group == null
                ? List.of()
                : IntStream.range(0, group.size())
                        .mapToObj(row -> membership(group, row))
                        .toList();
    }

    public Stream<User> users() {
        return IntStream.range(0, userNumbers()).boxed().flatMap(number -> user(number).stream());
    }

    public synchronized Optional<User> user(String id) {
        return users.find(id).stream().mapToObj(users::user).findFirst();
    }

    public synchronized int groupCount() {
        return groups.size();
    }

    public synchronized long membershipCount() {
        return groups.values().stream().mapToLong(GroupMembers::size).sum();
    }

    public synchronized int userCount() {
        return users.count();
    }

    private synchronized int userNumbers() {
        return users.end();
    }

    private synchronized Optional<User> user(int number) {
        return users.exists(number) ? Optional.of(users.user(number)) : Optional.empty();
    }

    private Membership membership(GroupMembers group, int row) {
        Membership given = group.given(row);
        return given != null
                ? given
                : generator.membership(group.group().id(), users.id(group.user(row)), group.serial(row));
    }

    // Changes

    public synchronized void addGroup(Group group) {
        GroupMembers unused = put(group, 0);
    }

    /** Adds a generated group without members. */
    public synchronized Group addGroup() {
        Group group = generator.group(nextGroup);
        addGroup(group);
        return group;
    }

    public synchronized void removeGroup(GroupId id) {
        groups.remove(existing(id).number());
        byId.remove(id);
    }

    public synchronized void renameGroup(GroupId id, @Nullable String displayName) {
        Group old = existing(id).group();
        updateGroup(new Group(
                id,
                displayName,
                old.description(),
                old.externalIds(),
                old.createdAt(),
                old.createdBy(),
                old.updatedAt(),
                old.updatedBy()));
    }

    /** Replaces the attributes of the group with that id. */
    public synchronized void updateGroup(Group changed) {
        existing(changed.id()).group(changed);
    }

    /** Adds a user to a group, whether or not the directory has that user. */
    public synchronized Membership addMember(GroupId id, String userId) {
        GroupMembers group = existing(id);
        int serial = nextSerial++;
        users.find(userId)
                .ifPresentOrElse(
                        user -> group.add(user, serial),
                        () -> group.add(generator.membership(id, userId, serial), serial));
        return membership(group, group.size() - 1);
    }

    /** Adds the row as given: any kind of member, any membership id. */
    public synchronized void addMember(Membership row) {
        existing(row.group()).add(row, nextSerial++);
    }

    public synchronized void removeMember(GroupId id, String memberId) {
        GroupMembers group = existing(id);
        group.remove(row(group, memberId));
    }

    /** Lets a member leave and join again at once: the same member with a new membership id. */
    public synchronized Membership rejoin(GroupId id, String userId) {
        removeMember(id, userId);
        return addMember(id, userId);
    }

    public synchronized void addUser(User user) {
        users.add(user);
    }

    /** Adds a generated user who is in no group. */
    public synchronized User addUser() {
        User user = generator.user(users.end());
        users.add(user);
        return user;
    }

    /** Removes the user from the listing of users, and from all groups. */
    public synchronized void removeUser(String id) {
        for (GroupMembers group : groups.values()) {
            for (int row = group.size() - 1; row >= 0; row--) {
                if (member(group, row).equals(id)) {
                    group.remove(row);
                }
            }
        }
        users.remove(id);
    }

    /** Replaces the attributes of the user with that id. */
    public synchronized void updateUser(User changed) {
        users.change(changed);
    }

    /**
     * Changes the directory a little, as it may happen in a day: some members join, some leave, one leaves and joins
     * again, a user is disabled, a group is renamed, one is added and one removed.
     */
    public synchronized void change(long seed) {
        new DailyChange(this, new SeededRandom(seed)).apply();
    }

    private GroupMembers existing(GroupId id) {
        GroupMembers group = byId.get(id);
        if (group == null) {
            throw new IllegalArgumentException("no group " + id);
        }
        return group;
    }

    private int row(GroupMembers group, String memberId) {
        return IntStream.range(0, group.size())
                .filter(row -> member(group, row).equals(memberId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        memberId + " is not in " + group.group().id()));
    }

    private String member(GroupMembers group, int row) {
        Membership given = group.given(row);
        return given != null ? given.member().id() : users.id(group.user(row));
    }

    // Listings that go on after a position; a position stays valid when rows before it are removed

    synchronized ListingSlice<Group> listGroups(long after, int limit) {
        List<GroupMembers> found = groups.tailMap((int) after, false).values().stream()
                .limit(limit + 1L)
                .toList();
        List<Group> rows = found.stream().limit(limit).map(GroupMembers::group).toList();
        long last = rows.isEmpty() ? after : found.get(rows.size() - 1).number();
        return new ListingSlice<>(rows, last, found.size() > limit);
    }

    synchronized ListingSlice<Membership> listMemberships(GroupId id, long after, int limit) {
        GroupMembers group = existing(id);
        int from = group.rowAfter(after);
        int to = Math.min(group.size(), from + limit);
        List<Membership> rows = rows(from, to, row -> membership(group, row));
        return new ListingSlice<>(rows, rows.isEmpty() ? after : group.serial(to - 1), to < group.size());
    }

    synchronized ListingSlice<User> listUsers(long after, int limit) {
        int[] found = IntStream.range((int) after + 1, users.end())
                .filter(users::exists)
                .limit(limit + 1L)
                .toArray();
        int rows = Math.min(found.length, limit);
        return new ListingSlice<>(
                rows(0, rows, i -> users.user(found[i])), rows == 0 ? after : found[rows - 1], found.length > limit);
    }

    private static <T> List<T> rows(int from, int to, IntFunction<T> row) {
        List<T> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(row.apply(i));
        }
        return rows;
    }
}
