package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.publish.PublishOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each line of the table in {@code docs/readers.md}. Readings last from 10:00 to 11:00 of a day of March 2026. */
class WasMemberTest {
    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsObservedOfWhatWasNeverKnown() {
        read(1, group("ann", "x"));

        assertThat(ask("other", "g", "ann", "02 12:00")).isEqualTo("not observed|-|-|unknown source");
        assertThat(ask("acme", "other", "ann", "02 12:00")).isEqualTo("not observed|-|-|unknown group");
        assertThat(ask("acme", "g", "other", "02 12:00")).isEqualTo("not observed|-|-|unknown member");
        assertThat(ask("other", "other", "other", "02 12:00")).endsWith("unknown source");
        assertThat(ask("acme", "other", "other", "02 12:00")).endsWith("unknown group");
    }

    @Test
    void sameMembershipInTwoReadingsHeldBetweenThem() {
        read(1, group("ann", "x"));
        read(3, group("ann", "x"));

        assertThat(ask("01 11:00")).isEqualTo("yes|01 11:00|03 10:00|same membership");
        assertThat(ask("02 12:00")).isEqualTo("yes|01 11:00|03 10:00|same membership");
        assertThat(ask("03 10:00")).isEqualTo("yes|01 11:00|03 10:00|same membership");
        assertThat(ask("01 10:59")).isEqualTo("not observed|-|03 11:00|before the first reading");
        assertThat(ask("03 10:01")).isEqualTo("not observed|01 10:00|-|after the last reading");
    }

    @Test
    void sameMembershipHeldSinceItsCreation() {
        read(1, group());
        read(2, group("ann", "x", "01 12:00"));
        read(3, group("ann", "x", "01 12:00"));

        assertThat(ask("02 12:00")).isEqualTo("yes|01 12:00|03 10:00|same membership");
        assertThat(ask("01 12:00")).isEqualTo("yes|01 12:00|03 10:00|creation time");
        assertThat(ask("01 11:59")).isEqualTo("no|01 10:00|01 12:00|absent, then created later");
    }

    @Test
    void creationIsBelievedBeforeTheFirstReading() {
        read(3, group("ann", "x", "01 12:00"));

        assertThat(ask("02 12:00")).isEqualTo("yes|01 12:00|03 10:00|creation time");
        assertThat(ask("01 11:59")).isEqualTo("not observed|-|03 11:00|before the first reading");
    }

    @Test
    void latestCreationToldOfOneMembershipCounts() {
        read(1, group());
        read(2, group("ann", "x", "01 12:00"));
        read(3, group("ann", "x", "01 13:00"));

        assertThat(ask("02 12:00")).isEqualTo("yes|01 13:00|03 10:00|same membership");
    }

    @Test
    void creationThatReadingsShowToBeWrongIsNotBelieved() {
        read(1, group());
        read(2, group("ann", "early", "01 09:59", "bob", "late", "02 11:01"));
        read(3, group("ann", "early", "01 09:59", "bob", "late", "02 11:01"));

        assertThat(ask("01 12:00")).isEqualTo("not observed|01 10:00|02 11:00|changed between readings");
        assertThat(ask("02 12:00")).isEqualTo("yes|02 11:00|03 10:00|same membership");
        assertThat(ask("acme", "g", "bob", "01 12:00"))
                .isEqualTo("not observed|01 10:00|02 11:00|changed between readings");
        assertThat(ask("acme", "g", "bob", "02 12:00")).isEqualTo("yes|02 11:00|03 10:00|same membership");
    }

    @Test
    void absentInBothReadingsIsNo() {
        read(1, group("ann", "x"));
        read(2, group());
        read(3, group());

        assertThat(ask("02 12:00")).isEqualTo("no|02 10:00|03 11:00|absent in both readings");
        assertThat(ask("02 11:00")).isEqualTo("no|02 10:00|03 11:00|absent in both readings");
    }

    @Test
    void readingUnderWayCountsForNoToo() {
        read(1, group("bob", "y"));
        read(2, group("ann", "x"));
        read(3, group());
        read(4, group());
        read(5, group("ann", "z", "05 10:40"));
        read(6, group());

        assertThat(ask("02 10:30")).isEqualTo("not observed|01 10:00|03 11:00|changed between readings");
        assertThat(ask("05 10:30")).isEqualTo("no|04 10:00|05 10:40|absent, then created later");
        assertThat(ask("05 10:50")).isEqualTo("not observed|04 10:00|06 11:00|changed between readings");
    }

    @Test
    void nothingIsObservedBeforeTheFirstReadingAndAfterTheLast() {
        read(1, group("ann", "x"));

        assertThat(ask("01 09:00")).isEqualTo("not observed|-|01 11:00|before the first reading");
        assertThat(ask("01 10:30")).isEqualTo("not observed|-|-|before the first reading");
        assertThat(ask("02 12:00")).isEqualTo("not observed|01 10:00|-|after the last reading");
    }

    @Test
    void whatWasPrunedProvesPresenceOnly() {
        read(1, group("ann", "x", "bob", "y"));
        read(2, group("ann", "x", "bob", "y"));
        read(3, group("bob", "y"));
        read(4, group("bob", "y"));
        prune();

        assertThat(ask("01 12:00")).isEqualTo("not observed|01 10:00|02 11:00|pruned");
        assertThat(ask("03 12:00")).isEqualTo("not observed|03 10:00|04 11:00|pruned");
        assertThat(ask("acme", "g", "bob", "01 12:00")).isEqualTo("yes|01 11:00|04 10:00|same membership");

        read(5, group("bob", "y"));
        read(6, group("bob", "y"));

        assertThat(ask("04 12:00")).isEqualTo("not observed|04 10:00|05 11:00|pruned");
        assertThat(ask("05 12:00")).isEqualTo("no|05 10:00|06 11:00|absent in both readings");
    }

    @Test
    void anotherMembershipLeavesOpenWhatWasBetween() {
        read(1, group("ann", "x"));
        read(2, group("ann", "y"));
        read(3, group("ann", "z", "02 12:00"));

        assertThat(ask("01 12:00")).isEqualTo("not observed|01 10:00|02 11:00|another membership");
        assertThat(ask("02 11:30")).isEqualTo("not observed|02 10:00|03 11:00|another membership");
        assertThat(ask("02 12:30")).isEqualTo("yes|02 12:00|03 10:00|creation time");
    }

    @Test
    void joiningOrLeavingLeavesOpenWhen() {
        read(1, group());
        read(2, group("ann", "x"));
        read(3, group());

        assertThat(ask("01 12:00")).isEqualTo("not observed|01 10:00|02 11:00|changed between readings");
        assertThat(ask("02 12:00")).isEqualTo("not observed|02 10:00|03 11:00|changed between readings");
    }

    @Test
    void gapIsNoReading() {
        read(1, group("ann", "x"));
        read(2, store.snapshot(source).gap("g"));
        read(3, group());
        read(4, store.snapshot(source).gap("g"));
        read(5, group());

        assertThat(ask("01 12:00")).isEqualTo("not observed|01 10:00|03 11:00|changed between readings");
        assertThat(ask("04 10:30")).isEqualTo("no|03 10:00|05 11:00|absent in both readings");
    }

    @Test
    void absentGroupIsReadOnlyUnderAScopeOfAll() {
        read(1, group("ann", "x"));
        read(2, store.snapshot(source).group("h"));
        read(3, store.snapshot(source).group("h"));
        read(4, store.snapshot(source, "1 group id", true).group("h"));
        read(5, store.snapshot(source, "1 group id", true).group("h"));

        assertThat(ask("02 12:00")).isEqualTo("no|02 10:00|03 11:00|absent in both readings");
        assertThat(ask("03 12:00")).isEqualTo("not observed|03 10:00|-|after the last reading");
    }

    @Test
    void membersOfEveryTypeCount() {
        read(1, nested("ann", "x"));
        read(3, nested("ann", "x"));
        read(5, group());
        read(7, group("ann", "y", "06 12:00"));

        assertThat(ask("02 12:00")).isEqualTo("yes|01 11:00|03 10:00|same membership");
        assertThat(ask("04 12:00")).isEqualTo("not observed|03 10:00|05 11:00|changed between readings");
        // One of the other type may have left after the creation of this one.
        assertThat(ask("06 11:00")).isEqualTo("no|05 10:00|07 11:00|absent, then created later");
    }

    @Test
    void readsFewPagesOfALongHistory() {
        store.execute(
                "INSERT INTO directory.group_key (source, group_id) SELECT ?, 'g' || n FROM generate_series(1, 3000) n",
                source);
        store.execute("""
                INSERT INTO directory.member_key (source, member_type, member_id)
                SELECT ?, 'user', 'u' || n FROM generate_series(1, 3000) n
                """, source);
        store.execute("""
                INSERT INTO directory.snapshot (source, rollcall_version, outcome, published_at, read_from, read_to)
                SELECT ?, 'test', 'published', d + interval '1 hour', d, d + interval '30 minutes'
                  FROM generate_series(timestamptz '2020-01-01Z', '2025-12-31Z', interval '1 day') d
                """, source);
        store.execute("""
                INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, external_ids)
                SELECT '2020-01-01 01:00Z', no, 'k', true, '[]' FROM directory.group_key
                """);
        store.execute("""
                INSERT INTO directory.memberships_history (valid_from, group_no, member_no, begins, membership_id)
                SELECT '2020-01-01 01:00Z', k.no, n.no, 'k', k.no || '-' || n.no
                  FROM directory.group_key k
                  JOIN directory.member_key n ON (n.no + k.no) % 300 = 0
                """);
        store.execute("""
                INSERT INTO directory.gap (source, group_id, reason, since, until, opened_by)
                SELECT n.source, 'h' || n.id, 'denied', n.published_at, n.published_at + interval '1 day', n.id
                  FROM directory.snapshot n
                """);
        store.execute("ANALYZE directory.snapshot, directory.gap");
        store.jdbc
                .sql("SELECT staging.analyze_history(true)")
                .query((row, n) -> true)
                .list();

        for (String t : List.of("2020-06-01", "2023-01-01 00:10", "2026-01-01")) {
            JsonNode plan = JsonMapper.shared()
                    .readTree(store.jdbc
                            .sql("EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json)"
                                    + " SELECT * FROM directory.was_member('acme', 'g280', 'u20', '" + t + "')")
                            .query(String.class)
                            .single())
                    .get(0)
                    .get("Plan");

            assertThat(readWhole(plan)).as(t).isSubsetOf("source");
            assertThat(plan.get("Shared Hit Blocks").asInt()
                            + plan.get("Shared Read Blocks").asInt())
                    .as(t)
                    .isLessThan(140);
        }
    }

    /** @param members of each the id, the membership's id and, where the day is the third, its creation */
    private Staged group(String... members) {
        Staged snapshot = store.snapshot(source).group("g");
        for (int n = 0; n < members.length; n += 2) {
            snapshot.member("g", "user", members[n], members[n + 1]);
            boolean created = n + 2 < members.length && members[n + 2].contains(":");
            store.execute(
                    "UPDATE staging.memberships SET created_at = ?::timestamptz WHERE snapshot = ? AND membership_id = ?",
                    created ? time(members[n + 2]) : null,
                    snapshot.id,
                    members[n + 1]);
            n += created ? 1 : 0;
        }
        return snapshot;
    }

    private Staged nested(String member, String membershipId) {
        Staged snapshot = store.snapshot(source).group("g").member("g", "group", member, membershipId);
        store.execute("UPDATE staging.memberships SET created_at = NULL WHERE snapshot = ?", snapshot.id);
        return snapshot;
    }

    /** Publishes a snapshot, now, as one that was read in March. */
    private void read(int day, Staged snapshot) {
        if (snapshot.tolerateAllGaps().offer() instanceof PublishOutcome.Guarded) {
            snapshot.consent(snapshot.id);
        }
        assertThat(snapshot.outcome()).isEqualTo("published");
        store.execute(
                "UPDATE directory.snapshot SET read_from = ?::timestamptz, read_to = ?::timestamptz WHERE id = ?",
                time("%02d 10:00".formatted(day)),
                time("%02d 11:00".formatted(day)),
                snapshot.id);
    }

    private void prune() {
        store.execute("UPDATE directory.source SET pruned_before = clock_timestamp()");
        store.execute("DELETE FROM directory.memberships_history WHERE valid_to < clock_timestamp()");
        store.execute("DELETE FROM directory.groups_history WHERE valid_to < clock_timestamp()");
    }

    private String ask(String time) {
        return ask("acme", "g", "ann", time);
    }

    private String ask(String of, String group, String member, String time) {
        List<String> rows = store.rows("""
                SELECT w.answer, to_char(w.seen_from AT TIME ZONE 'UTC', 'DD HH24:MI') AS seen_from,
                       to_char(w.seen_to AT TIME ZONE 'UTC', 'DD HH24:MI') AS seen_to, w.basis
                  FROM directory.was_member(?, ?, ?, ?::timestamptz) w
                """, of, group, member, time(time));
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static String time(String dayAndTime) {
        return "2026-03-" + dayAndTime + "Z";
    }

    private static List<String> readWhole(JsonNode plan) {
        List<String> relations = new ArrayList<>();
        if (plan.get("Node Type").asString().equals("Seq Scan")) {
            relations.add(plan.get("Relation Name").asString());
        }
        JsonNode parts = plan.get("Plans");
        if (parts != null) {
            parts.forEach(part -> relations.addAll(readWhole(part)));
        }
        return relations;
    }
}
