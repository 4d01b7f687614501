package dev.rollcall.readers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.Timestamps;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.readers.SimulatedDirectory.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever became of a directory, and however it was read, {@code was_member} says neither yes nor no where that was not
 * so. Errors planted in the function are found by the same property.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WasMemberPropertyTest {
    /** {@code -Drollcall.worlds} tries more of them. */
    private static final int WORLDS = Integer.getInteger("rollcall.worlds", 6);

    private static final String ASK = """
            SELECT q.group_id, q.member_id, q.t, w.answer, w.seen_from, w.seen_to, w.basis
              FROM unnest(CAST(? AS text[]), CAST(? AS text[])) p (group_id, member_id)
             CROSS JOIN unnest(CAST(? AS timestamptz[])) times (t)
             CROSS JOIN LATERAL (SELECT p.group_id, p.member_id, times.t) q
             CROSS JOIN LATERAL %s(?, q.group_id, q.member_id, q.t) w
            """;

    private final StoreFixture store = new StoreFixture();
    private final Map<String, SimulatedDirectory> worlds = new TreeMap<>();

    private record Answer(
            String group,
            String member,
            Instant time,
            String answer,
            @Nullable Instant from,
            @Nullable Instant to,
            String basis) {

        /** Whether it says something that was not so. */
        boolean isWrong(SimulatedDirectory world) {
            List<Membership> held = world.memberships(group, member);
            if (answer.equals("yes")) {
                return !isAround(time)
                        || held.stream().noneMatch(m -> m.heldThroughout(requireNonNull(from), requireNonNull(to)));
            }
            if (answer.equals("no")) {
                return !isAround(time)
                        || held.stream()
                                .filter(m -> m.heldAt(time))
                                .anyMatch(m -> m.heldAt(requireNonNull(from)) || m.heldAt(requireNonNull(to)));
            }
            return (from != null && from.isAfter(time)) || (to != null && to.isBefore(time));
        }

        private boolean isAround(Instant instant) {
            return !requireNonNull(from).isAfter(instant) && !requireNonNull(to).isBefore(instant);
        }
    }

    @BeforeAll
    void publish() {
        for (int seed = 1; seed <= WORLDS; seed++) {
            worlds.put("world-" + seed, SimulatedDirectory.publish(store, "world-" + seed, seed));
        }
        store.execute("ANALYZE directory.snapshot, directory.gap");
        store.jdbc
                .sql("SELECT staging.analyze_history(true)")
                .query((row, n) -> true)
                .list();
    }

    @AfterAll
    void close() {
        // The check of periods knows no horizon: what the pruned rows were continued by would continue none.
        for (String history : List.of("groups_history", "memberships_history")) {
            store.execute("UPDATE directory." + history + " h SET begins = 'k'"
                    + " FROM directory.group_key k JOIN directory.source s ON s.id = k.source"
                    + " WHERE k.no = h.group_no AND h.begins = 'c' AND h.valid_from < s.pruned_before");
        }
        store.close();
    }

    @Test
    void neverSaysWhatWasNotSoAndSaysSomethingOfEveryKind() {
        Map<String, Integer> said = new TreeMap<>();
        worlds.forEach((name, world) -> {
            List<Answer> answers = ask("directory.was_member", name, world);
            assertThat(wrong(answers, world)).as(name).isEmpty();
            answers.forEach(answer -> said.merge(answer.answer() + ": " + answer.basis(), 1, Integer::sum));
        });

        assertThat(said)
                .containsOnlyKeys(
                        "no: absent in both readings",
                        "no: absent, then created later",
                        "not observed: after the last reading",
                        "not observed: another membership",
                        "not observed: before the first reading",
                        "not observed: changed between readings",
                        "not observed: pruned",
                        "not observed: unknown group",
                        "not observed: unknown member",
                        "yes: creation time",
                        "yes: same membership");
        assertThat(said).allSatisfy((kind, times) -> assertThat(times).as(kind).isGreaterThan(20));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a gap counts as a reading | p.since DESC LIMIT 1) THEN false | p.since DESC LIMIT 1) THEN true
            what the scope leaves out counts as absent | WHEN n.scope = 'all' THEN true | WHEN true THEN true
            a reading under way at t counts as one before it | AND r.read_to <= was_member.t | AND true
            a membership held until its last reading ended | l.read_from AS last | l.read_to AS last
            a membership held since its first reading began | f.read_to AS first | f.read_from AS first
            what a reading shows to be wrong of a creation is believed | x.told >= coalesce(o.read_from, x.told) | true
            a creation after the first reading is believed | x.told <= f.read_to | true
            what was pruned counts as absent | AND NOT a.pruned | AND true
            who was created before t was absent then | coalesce(f.created <= was_member.t, true) | false
            a reading lies at its publication | r.read_from >= was_member.t | r.published_at >= was_member.t
            """)
    void findsAPlantedError(String error, String right, String wrong) {
        String function = String.valueOf(store.value(
                "SELECT pg_get_functiondef('directory.was_member(text,text,text,timestamptz)'::regprocedure)"));
        assertThat(function).contains(right);
        store.execute(
                function.replace("directory.was_member(", "public.was_member(").replace(right, wrong));

        assertThat(worlds)
                .as(error)
                .anySatisfy((name, world) -> assertThat(wrong(ask("public.was_member", name, world), world))
                        .isNotEmpty());
    }

    private static List<Answer> wrong(List<Answer> answers, SimulatedDirectory world) {
        return answers.stream().filter(answer -> answer.isWrong(world)).toList();
    }

    private List<Answer> ask(String function, String source, SimulatedDirectory world) {
        List<String> groups = new ArrayList<>();
        List<String> members = new ArrayList<>();
        Stream.concat(SimulatedDirectory.GROUPS.stream(), Stream.of("nowhere"))
                .forEach(group -> Stream.concat(SimulatedDirectory.MEMBERS.stream(), Stream.of("nobody"))
                        .forEach(member -> {
                            groups.add(group);
                            members.add(member);
                        }));
        return store.jdbc
                .sql(ASK.formatted(function))
                .params(array(groups), array(members), array(world.times()), source)
                .query((row, n) -> new Answer(
                        row.getString("group_id"),
                        row.getString("member_id"),
                        requireNonNull(Timestamps.read(row, "t")),
                        row.getString("answer"),
                        Timestamps.read(row, "seen_from"),
                        Timestamps.read(row, "seen_to"),
                        row.getString("basis")))
                .list();
    }

    private static String array(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
