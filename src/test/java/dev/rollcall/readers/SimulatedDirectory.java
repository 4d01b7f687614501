package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.publish.SourceRetirement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A source whose truth is known at every instant, read and published at simulated times: readings short and long, gaps,
 * changing scopes, a retirement, a prune. Times are minutes since {@link #instant} of 0.
 */
final class SimulatedDirectory {
    static final List<String> GROUPS = List.of("g0", "g1", "g2");
    static final List<String> MEMBERS = List.of("ann", "bob", "eve");

    private static final Map<String, Set<String>> SCOPES = Map.of(
            "all", Set.copyOf(GROUPS), "2 group ids, A", Set.of("g0", "g1"), "2 group ids, B", Set.of("g1", "g2"));
    private static final Instant BEGINNING = Instant.parse("2001-01-01T00:00:00Z");
    private static final int SNAPSHOTS = 14;
    private static final int END = SNAPSHOTS * 100;

    /**
     * What was so.
     *
     * @param to when it ended: it did not hold at that instant any more
     */
    record Membership(String id, String group, String member, int from, int to) {
        boolean heldAt(Instant time) {
            return !time.isBefore(instant(from)) && time.isBefore(instant(to));
        }

        boolean heldThroughout(Instant begin, Instant end) {
            return heldAt(begin) && heldAt(end);
        }

        private boolean heldDuring(Span span) {
            return from <= span.to && to > span.from;
        }

        private boolean heldThroughout(Span span) {
            return from <= span.from && to > span.to;
        }
    }

    /** Both ends included. */
    private record Span(int from, int to) {}

    /** What the provider says of a creation: when the membership is read for the first time, and later. */
    private record Told(@Nullable Integer first, @Nullable Integer later) {}

    private final StoreFixture store;
    private final int source;
    private final Random random;
    private final Map<String, List<Span>> lifetimes = new HashMap<>();
    private final List<Membership> memberships = new ArrayList<>();
    private final Map<String, Told> told = new HashMap<>();

    /** When the last snapshot began that read the group. */
    private final Map<String, Integer> lastRead = new HashMap<>();

    private final TreeSet<Integer> boundaries = new TreeSet<>();
    private int read = 20;
    private int published;

    private SimulatedDirectory(StoreFixture store, String name, long seed) {
        this.store = store;
        this.source = store.source(name);
        this.random = new Random(seed);
    }

    /** Simulates a source, and publishes what its readings find. */
    static SimulatedDirectory publish(StoreFixture store, String name, long seed) {
        SimulatedDirectory directory = new SimulatedDirectory(store, name, seed);
        directory.decideWhatHappens();
        String scope = "all";
        for (int n = 0; n < SNAPSHOTS; n++) {
            if (directory.chance(4)) {
                scope = directory.pick(List.copyOf(new TreeSet<>(SCOPES.keySet())));
            }
            directory.snapshot(scope);
            if (directory.chance(20)) {
                directory.retire();
            }
        }
        if (directory.chance(2)) {
            directory.prune(directory.random.nextInt(directory.published));
        }
        return directory;
    }

    List<Membership> memberships(String group, String member) {
        return memberships.stream()
                .filter(m -> m.group().equals(group) && m.member().equals(member))
                .toList();
    }

    /** The times at which something began or ended, those beside them, and one after everything. */
    List<Instant> times() {
        TreeSet<Instant> times = new TreeSet<>();
        for (int time : boundaries) {
            times.addAll(List.of(instant(time - 1), instant(time), instant(time + 1)));
        }
        times.add(instant(published + 100));
        return List.copyOf(times);
    }

    static Instant instant(int time) {
        return BEGINNING.plusSeconds(time * 60L);
    }

    private void decideWhatHappens() {
        for (String group : GROUPS) {
            List<Span> spans = new ArrayList<>();
            for (int from = chance(3) ? random.nextInt(END) : 0; from < END; ) {
                int to = chance(2) ? END * 2 : from + 50 + random.nextInt(END);
                spans.add(new Span(from, to));
                for (String member : MEMBERS) {
                    decideMembershipsOf(group, member, from, to);
                }
                from = to + 20 + random.nextInt(200);
            }
            lifetimes.put(group, spans);
        }
    }

    /** Some last for days, some for minutes; some who leave come back, a few of them at once. */
    private void decideMembershipsOf(String group, String member, int begin, int end) {
        int from = begin + random.nextInt(150);
        while (from < Math.min(end, END)) {
            int to = Math.min(end, from + 1 + random.nextInt(chance(3) ? 25 : 400));
            memberships.add(new Membership("m" + memberships.size(), group, member, from, to));
            boundaries.addAll(List.of(from, to));
            from = to + (chance(5) ? 0 : random.nextInt(chance(2) ? 25 : 300));
        }
    }

    private void snapshot(String scope) {
        int from = read + random.nextInt(40);
        int to = from + (chance(3) ? 60 + random.nextInt(120) : random.nextInt(5));
        int at = Math.max(published + 1, to + (chance(4) ? random.nextInt(150) : 1));
        boundaries.addAll(List.of(from, to, at));
        Staged snapshot = store.snapshot(source, scope, false).tolerateAllGaps();
        for (String group : SCOPES.getOrDefault(scope, Set.of())) {
            int begin = from + random.nextInt(to - from + 1);
            stage(snapshot, scope, group, new Span(begin, begin + random.nextInt(to - begin + 1)), new Span(from, to));
        }
        if (snapshot.offer() instanceof PublishOutcome.Guarded) {
            assertThat(snapshot.consent(snapshot.id)).isInstanceOf(PublishOutcome.Published.class);
        }
        store.execute(
                "UPDATE directory.snapshot SET read_from = ?, read_to = ? WHERE id = ?",
                time(from),
                time(to),
                snapshot.id);
        read = to;
        published = at;
        move(String.valueOf(store.value("SELECT published_at FROM directory.snapshot WHERE id = ?", snapshot.id)), at);
    }

    private void stage(Staged snapshot, String scope, String group, Span reading, Span whole) {
        boolean exists = lifetimes.getOrDefault(group, List.of()).stream()
                .anyMatch(life -> life.from() <= reading.from() && reading.from() < life.to());
        if (chance(6) && (exists || !scope.equals("all"))) {
            if (exists && chance(2)) {
                snapshot.gap(group);
            } else {
                snapshot.undescribed(group, "gap");
            }
            return;
        }
        if (!exists && !scope.equals("all")) {
            snapshot.undescribed(group, "gone");
            return;
        }
        // Under the scope of all groups, that one is not listed is a reading of it, too.
        if (exists) {
            snapshot.group(group);
            MEMBERS.forEach(member -> listed(group, member, reading).forEach(m -> stage(snapshot, m, whole)));
        }
        lastRead.put(group, whole.from());
    }

    /** Whoever was a member throughout is listed; who joined, left or did both meanwhile may be. */
    private List<Membership> listed(String group, String member, Span reading) {
        List<Membership> held = memberships(group, member).stream()
                .filter(m -> m.heldDuring(reading))
                .toList();
        return held.isEmpty() || (!held.get(0).heldThroughout(reading) && chance(2)) ? List.of() : List.of(pick(held));
    }

    private void stage(Staged snapshot, Membership membership, Span whole) {
        boolean first = !told.containsKey(membership.id());
        Told says = told.computeIfAbsent(membership.id(), id -> says(membership, whole));
        Integer created = first ? says.first() : says.later();
        snapshot.member(membership.group(), "user", membership.member(), membership.id());
        store.execute(
                "UPDATE staging.memberships SET created_at = ? WHERE snapshot = ? AND membership_id = ?",
                created == null ? null : time(created),
                snapshot.id,
                membership.id());
    }

    /** Mostly the truth. Else nothing, or a time that readings show to be wrong: too early, or too late. */
    private Told says(Membership membership, Span whole) {
        int truth = membership.from();
        int late = whole.to() + 1 + random.nextInt(100);
        Integer before = lastRead.get(membership.group());
        Integer early = before == null ? null : before - 1 - random.nextInt(100);
        return switch (random.nextInt(12)) {
            case 0 -> new Told(null, null);
            case 1 -> new Told(null, truth);
            case 2, 3 -> new Told(early, early);
            case 4 -> new Told(early, truth);
            case 5 -> new Told(truth, early);
            case 6 -> new Told(late, late);
            default -> new Told(truth, truth);
        };
    }

    private void retire() {
        published += 1 + random.nextInt(50);
        read = Math.max(read, published);
        boundaries.add(published);
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(source, StoreFixture.EPOCH, kind -> {}));
        move(String.valueOf(store.value("SELECT retired_at FROM directory.source WHERE id = ?", source)), published);
    }

    /** What happened now happened at a simulated time. No row began or ended at the same instant in another source. */
    private void move(String now, int then) {
        for (String column : List.of(
                "groups_history.valid_from",
                "groups_history.valid_to",
                "memberships_history.valid_from",
                "memberships_history.valid_to",
                "gap.since",
                "gap.until",
                "snapshot.published_at",
                "snapshot.retired_at",
                "source.retired_at")) {
            String table = column.substring(0, column.indexOf('.'));
            String name = column.substring(column.indexOf('.') + 1);
            store.execute(
                    "UPDATE directory." + table + " SET " + name + " = ? WHERE " + name + " = ?::timestamptz",
                    time(then),
                    now);
        }
    }

    private void prune(int horizon) {
        boundaries.add(horizon);
        store.execute("UPDATE directory.source SET pruned_before = ? WHERE id = ?", time(horizon), source);
        store.execute("""
                DELETE FROM directory.memberships_history h USING directory.group_key k
                 WHERE k.no = h.group_no AND k.source = ? AND h.valid_to < ?
                """, source, time(horizon));
        store.execute("""
                DELETE FROM directory.groups_history h USING directory.group_key k
                 WHERE k.no = h.group_no AND k.source = ? AND h.valid_to < ?
                """, source, time(horizon));
    }

    private static Object time(int time) {
        return instant(time).atOffset(ZoneOffset.UTC);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
