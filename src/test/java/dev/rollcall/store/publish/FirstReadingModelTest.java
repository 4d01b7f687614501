package dev.rollcall.store.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random readings under changing scopes, with gaps, with users and without: a model tells what changed. */
class FirstReadingModelTest {
    private static final Map<String, Set<String>> SCOPES =
            Map.of("all", ids("g", 0, 6), "4 group ids, A", ids("g", 0, 4), "4 group ids, B", ids("g", 2, 6));
    private static final int SNAPSHOTS = 15;

    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    /** A group as published: its members, or null while they were never read. */
    private final Map<String, Set<String>> published = new HashMap<>();

    private final Set<String> unread = new HashSet<>();
    private Set<String> gaps = Set.of();
    private Set<String> users = Set.of();
    private boolean usersRead;
    private String scope = "";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void changesAreWhatTwoReadingsOfTheSameThingTell(int seed) {
        Random random = new Random(seed);
        try (store) {
            for (int n = 0; n < SNAPSHOTS; n++) {
                step(random, n == 0);
            }
        }
    }

    private void step(Random random, boolean baseline) {
        String next = random.nextInt(3) > 0 && !baseline
                ? scope
                : List.copyOf(new TreeSet<>(SCOPES.keySet())).get(random.nextInt(3));
        boolean withUsers = random.nextInt(3) > 0;
        Staged snapshot = store.snapshot(source, next, withUsers).tolerateAllGaps();
        Set<String> events = new TreeSet<>();
        Set<String> nextGaps = new HashSet<>();
        Set<String> named = requireNonNull(SCOPES.get(next));
        for (String group : ids("g", 0, 6)) {
            if (!named.contains(group)) {
                published.remove(group);
                continue;
            }
            boolean known = baseline || !next.equals(scope) || gaps.contains(group);
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (!next.equals("all")) {
                        snapshot.undescribed(group, "gone");
                    }
                    Set<String> left = published.remove(group);
                    if (left != null) {
                        events.add("group-deleted " + group);
                        left.forEach(member -> events.add("member-left " + group + " " + member));
                    }
                }
                case 1 -> {
                    snapshot.gap(group);
                    nextGaps.add(group);
                    if (!published.containsKey(group)) {
                        published.put(group, Set.of());
                        unread.add(group);
                        if (!known) {
                            events.add("group-created " + group);
                        }
                    }
                }
                case 2 -> {
                    snapshot.undescribed(group, "gap");
                    nextGaps.add(group);
                }
                default -> {
                    Set<String> members = some(random, "u");
                    snapshot.group(group, members.toArray(String[]::new));
                    Set<String> before = published.put(group, members);
                    if (before == null && !known) {
                        events.add("group-created " + group);
                        members.forEach(member -> events.add("member-joined " + group + " " + member));
                    } else if (before != null && !unread.contains(group)) {
                        difference(members, before, "member-joined " + group, events);
                        difference(before, members, "member-left " + group, events);
                    }
                    unread.remove(group);
                }
            }
            if (!published.containsKey(group)) {
                unread.remove(group);
            }
        }
        unread.retainAll(published.keySet());
        if (withUsers) {
            Set<String> read = some(random, "u");
            snapshot.users(read.toArray(String[]::new));
            if (usersRead) {
                difference(read, users, "user-created", events);
                difference(users, read, "user-deleted", events);
            }
            users = read;
            usersRead = true;
        }
        if (snapshot.offer() instanceof PublishOutcome.Guarded) {
            assertThat(snapshot.consent(snapshot.id)).isInstanceOf(PublishOutcome.Published.class);
        }
        gaps = nextGaps;
        scope = next;

        assertThat(store.rows("""
                        SELECT concat_ws(' ', kind, group_id, member_id) AS c FROM directory.changes
                         WHERE snapshot_id = ? ORDER BY 1
                        """, snapshot.id)).containsExactlyInAnyOrderElementsOf(events);
        assertThat(store.value("""
                        SELECT groups_created + groups_changed + groups_deleted + members_joined + members_left
                               + users_created + users_changed + users_deleted
                          FROM directory.snapshot WHERE id = ?
                        """, snapshot.id)).isEqualTo(String.valueOf(events.size()));
        assertThat(store.rows("SELECT group_id FROM directory.groups ORDER BY 1"))
                .containsExactlyElementsOf(new TreeSet<>(published.keySet()));
    }

    private static void difference(Set<String> more, Set<String> fewer, String event, Set<String> events) {
        more.stream().filter(id -> !fewer.contains(id)).forEach(id -> events.add(event + " " + id));
    }

    private static Set<String> some(Random random, String prefix) {
        Set<String> some = new TreeSet<>();
        IntStream.range(0, 4).filter(n -> random.nextBoolean()).forEach(n -> some.add(prefix + n));
        return some;
    }

    private static Set<String> ids(String prefix, int from, int to) {
        Set<String> ids = new TreeSet<>();
        IntStream.range(from, to).forEach(n -> ids.add(prefix + n));
        return ids;
    }
}
