package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.FencedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final String MEMBERSHIPS =
            "SELECT group_id || ':' || member_id || ':' || membership_id AS m FROM directory.memberships ORDER BY 1";
    private static final String CHANGES = """
            SELECT concat_ws(' ', kind, group_id, member_id) AS c FROM directory.changes
             WHERE snapshot_id = ? ORDER BY 1
            """;

    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void firstSnapshotIsTheBaselineAndNoChange() {
        Staged first =
                store.snapshot(source).group("g1", "ann", "bob").group("g2").users("ann", "bob");

        assertThat(first.publish().baseline()).isTrue();

        assertThat(store.rows(MEMBERSHIPS)).containsExactly("g1:ann:g1/ann", "g1:bob:g1/bob");
        assertThat(store.rows("SELECT group_id, member_count FROM directory.groups ORDER BY 1"))
                .containsExactly("g1|2", "g2|0");
        assertThat(store.rows("SELECT * FROM directory.changes")).isEmpty();
        assertThat(store.rows("""
                        SELECT outcome || baseline AS a, groups || '+' || memberships || '+' || users AS b,
                               groups_created + members_joined AS c, gaps AS d, requests AS e
                          FROM directory.snapshots
                        """)).containsExactly("publishedtrue|2+2+2|0|0|6");
        assertThat(store.rows("SELECT created_by AS a, created_at = '2026-01-02 03:04:05.678+00' AS b, user_name AS c,"
                        + " member_name AS d, email AS e FROM directory.memberships WHERE member_id = 'ann'"))
                .containsExactly("arn:aws:iam::1:user/maker|true|name of ann|ANN|ann@example.org");
    }

    @Test
    void unchangedSnapshotWritesNoRowToHistory() {
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .gap("g2")
                .users("ann", "bob")
                .publish();
        String before = store.history();

        store.snapshot(source)
                .gap("g2")
                .group("g1", "bob", "ann")
                .users("bob", "ann")
                .publish();

        assertThat(store.history()).isEqualTo(before);
        assertThat(store.value("SELECT count(*) FROM directory.gap")).isEqualTo("1");
    }

    @Test
    void joinsLeavesRenamesAndDeletionsAreChanges() {
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .group("g2", "ann")
                .group("g3")
                .users("ann", "bob")
                .publish();

        Staged second = store.snapshot(source)
                .named("g1", "new name", "ann", "cid")
                .group("g2", "ann")
                .group("g4", "bob")
                .users("ann", "cid");
        second.publish();

        assertThat(store.rows(CHANGES, second.id))
                .containsExactly(
                        "group-changed g1",
                        "group-created g4",
                        "group-deleted g3",
                        "member-joined g1 cid",
                        "member-joined g4 bob",
                        "member-left g1 bob",
                        "user-created cid",
                        "user-deleted bob");
        assertThat(store.rows("SELECT before ->> 'display_name' AS a, after ->> 'display_name' AS b, group_name AS c"
                        + " FROM directory.changes WHERE kind = 'group-changed'"))
                .containsExactly("g1|new name|new name");
        assertThat(
                        store.rows(
                                "SELECT group_name AS a, user_name AS b, before ->> 'membership_id' AS c,"
                                        + " before ->> 'created_at' AS d, after AS e FROM directory.changes WHERE kind = 'member-left'"))
                .containsExactly("g1|name of bob|g1/bob|2026-01-02T03:04:05.678000Z|-");
        assertThat(store.rows(
                        "SELECT groups_created AS a, groups_deleted AS b, members_joined AS c, members_left AS d"
                                + " FROM directory.snapshots WHERE snapshot_id = ?",
                        second.id))
                .containsExactly("1|1|2|1");
        assertThat(store.value("SELECT orphans FROM directory.snapshot WHERE id = ?", second.id))
                .isEqualTo("1");
    }

    @Test
    void countsOfASnapshotAreItsRowsInChanges() {
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .group("g2")
                .users("ann", "bob", "cid")
                .publish();
        Staged second = store.snapshot(source).named("g1", "x", "ann", "dan").users("ann", "dan");
        second.user("bob", "else@example.org")
                .member("g1", "user", "ann", "again")
                .publish();

        assertThat(store.rows("SELECT kind, count(*) AS n FROM directory.changes GROUP BY 1 ORDER BY 1"))
                .isEqualTo(store.rows("""
                        SELECT x.kind, x.n FROM directory.snapshot s, LATERAL (VALUES
                               ('group-changed', groups_changed), ('group-created', groups_created),
                               ('group-deleted', groups_deleted), ('member-joined', members_joined),
                               ('member-left', members_left), ('user-changed', users_changed),
                               ('user-created', users_created), ('user-deleted', users_deleted)) x (kind, n)
                         WHERE s.id = ? AND x.n > 0 ORDER BY 1
                        """, second.id));
    }

    @Test
    void newMembershipIdMeansLeftAndJoinedAgain() {
        store.snapshot(source).group("g1", "ann").users("ann").publish();
        Staged second = store.snapshot(source).group("g1").users("ann");
        second.member("g1", "user", "ann", "anew").publish();

        assertThat(store.rows(CHANGES, second.id)).containsExactly("member-joined g1 ann", "member-left g1 ann");
        assertThat(store.rows(MEMBERSHIPS)).containsExactly("g1:ann:anew");
    }

    @Test
    void differenceInUpdateTimesAloneIsKeptAndIsNoChange() {
        store.snapshot(source).group("g1").publish();
        Staged second = store.snapshot(source).group("g1").alter("g1", "updated_at = now(), updated_by = 'me'");
        second.publish();

        assertThat(store.rows("SELECT updated_by FROM directory.groups")).containsExactly("me");
        assertThat(store.rows("SELECT 1 FROM directory.groups_history")).hasSize(2);
        assertThat(store.rows(CHANGES, second.id)).isEmpty();
        assertThat(store.value("SELECT groups_changed FROM directory.snapshot WHERE id = ?", second.id))
                .isEqualTo("0");
    }

    @Test
    void changedExternalIdIsAChange() {
        store.snapshot(source).group("g1").publish();
        Staged second = store.snapshot(source).group("g1");
        second.alter("g1", "external_ids = '[{\"issuer\": null, \"id\": \"x\"}]'")
                .publish();

        assertThat(store.rows(CHANGES, second.id)).containsExactly("group-changed g1");
    }

    @Test
    void ofAMemberStagedTwiceTheLastRowCountsAndOtherReadingsDoNot() {
        Staged first = store.snapshot(source).group("g1").users();
        first.member("g1", "user", "ann", "first").member("g1", "user", "ann", "last");
        first.member("g1", "user", "bob", "stale", 5).member("g1", "ROBOT", "ann", "machine");
        first.publish();

        assertThat(store.rows(MEMBERSHIPS)).containsExactly("g1:ann:last", "g1:ann:machine");
        assertThat(store.rows("SELECT member_type FROM directory.memberships ORDER BY 1"))
                .containsExactlyInAnyOrder("ROBOT", "user");
    }

    @Test
    void groupOfAnEarlierReadingOfTheListingDoesNotCount() {
        Staged first = store.snapshot(source).group("g1").group("vanished");
        first.alter("g1", "reading = 1").listing("groups", 1, true).publish();

        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("g1");
    }

    @Test
    void gapKeepsEverythingAsLastPublishedAndIsNoRemoval() {
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .group("g2")
                .users("ann", "bob")
                .publish();
        String before = store.history();

        Staged second = store.snapshot(source)
                .stage("g1", "other name", true, "gap", "denied")
                .undescribed("g2", "gap");
        second.users("ann", "bob").tolerateAllGaps().publish();

        assertThat(store.history()).isEqualTo(before);
        assertThat(store.rows("SELECT group_id AS a, group_name AS b, reason AS c FROM directory.gaps ORDER BY 1"))
                .containsExactly("g1|g1|denied", "g2|g2|unavailable");
        assertThat(store.rows("SELECT groups AS a, memberships AS b, gaps AS c FROM directory.freshness"))
                .containsExactly("2|2|2");
    }

    @Test
    void gapReadAgainIsClosed() {
        store.snapshot(source).gap("g1").group("g2").publish();
        assertThat(store.rows("SELECT group_id, member_count FROM directory.groups ORDER BY 1"))
                .containsExactly("g1|-", "g2|0");
        String neverRead = store.value("SELECT max(published_at) FROM directory.snapshots");

        Staged second = store.snapshot(source).group("g1", "ann").group("g2");
        second.publish();

        assertThat(store.rows("SELECT * FROM directory.gaps")).isEmpty();
        assertThat(store.rows("SELECT group_id, member_count FROM directory.groups ORDER BY 1"))
                .containsExactly("g1|1", "g2|0");
        assertThat(store.rows(CHANGES, second.id)).isEmpty();
        assertThat(store.rows(
                        "SELECT group_id, member_count FROM directory.groups_as_of(?::timestamptz) ORDER BY 1",
                        String.valueOf(neverRead)))
                .containsExactly("g1|-", "g2|0");
    }

    @Test
    void undescribedGroupNeverPublishedIsAGapWithoutARow() {
        store.snapshot(source, "2 group ids", true)
                .group("g1")
                .undescribed("g2", "gap")
                .publish();

        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("g1");
        assertThat(store.rows("SELECT group_id, group_name, reason FROM directory.gaps"))
                .containsExactly("g2|-|unavailable");
    }

    @Test
    void groupThatIsGoneIsDeleted() {
        store.snapshot(source).group("g1", "ann").group("g2", "ann").publish();
        Staged second = store.snapshot(source).group("g1", "ann").stage("g2", "g2", true, "gone", null);
        second.publish();

        assertThat(store.rows(CHANGES, second.id)).containsExactly("group-deleted g2", "member-left g2 ann");
    }

    @Test
    void withoutUsersTheyStayAsLastRead() {
        store.snapshot(source).group("g1").users("ann").publish();
        String readAt = store.value("SELECT users_read_at FROM directory.freshness");
        store.snapshot(source, "all", false).group("g1").publish();

        assertThat(store.rows("SELECT user_id FROM directory.users")).containsExactly("ann");
        assertThat(readAt).isNotNull();
        assertThat(store.value("SELECT users_read_at FROM directory.freshness")).isEqualTo(readAt);
        assertThat(store.value("SELECT users FROM directory.freshness")).isEqualTo("1");
    }

    @Test
    void pastDoesNotChange() {
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .group("g2", "ann")
                .users("ann", "bob")
                .publish();
        String then = String.valueOf(store.value("SELECT max(published_at) FROM directory.snapshots"));
        List<String> before = asOf(then);

        store.snapshot(source)
                .named("g1", "x", "ann")
                .group("g2", "bob", "cid")
                .user("ann", "new@example.org")
                .publish();
        store.snapshot(source)
                .group("g1", "ann", "bob")
                .group("g2")
                .users("ann", "bob")
                .publish();

        assertThat(asOf(then)).isEqualTo(before).hasSize(7);
        assertThat(store.rows("SELECT * FROM directory.groups_as_of(?::timestamptz - interval '1 microsecond')", then))
                .isEmpty();
        assertThat(store.rows("SELECT covered FROM directory.coverage(?::timestamptz)", then))
                .containsExactly("true");
        assertThat(store.rows(
                        "SELECT covered FROM directory.coverage(?::timestamptz - interval '1 microsecond')", then))
                .containsExactly("false");
    }

    private List<String> asOf(String then) {
        return store.rows("""
                SELECT to_jsonb(g) - 'valid_to' AS x FROM directory.groups_as_of(?::timestamptz) g
                UNION ALL SELECT to_jsonb(m) - 'valid_to' FROM directory.memberships_as_of(?::timestamptz) m
                UNION ALL SELECT to_jsonb(u) - 'valid_to' FROM directory.users_as_of(?::timestamptz) u
                ORDER BY 1
                """, then, then, then);
    }

    @Test
    void sourcesDoNotTouchEachOther() {
        int other = store.source("other");
        store.snapshot(source).group("g1", "ann").users("ann").publish();
        store.snapshot(other).group("g1", "ann", "bob").users("ann").publish();
        store.snapshot(source).group("g1", "ann").users("ann").publish();

        assertThat(store.rows("SELECT source || member_id AS x FROM directory.memberships ORDER BY 1"))
                .containsExactly("acmeann", "otherann", "otherbob");
    }

    @Test
    void fencedRunPublishesNothing() {
        Staged first = store.snapshot(source).group("g1");
        store.execute("UPDATE staging.fence SET epoch = epoch + 1");

        assertThatThrownBy(first::publish).isInstanceOf(FencedException.class);
        assertThat(first.outcome()).isEqualTo("open");
    }

    @Test
    void incompleteSnapshotIsNotPublished() {
        Staged first = store.snapshot(source).group("g1").stage("g2", "g2", true, "pending", null);
        assertThatThrownBy(first::publish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "of 2 groups listed 1 were read to their end, 0 are gaps and 0 are gone: 1 are left");

        first.listing("users", 0, false);
        assertThatThrownBy(first::publish).hasMessageContaining("the listing of users was not read to its end");
    }

    @Test
    void tooManyGapsFailTheRunAndOneIsAlwaysTolerated() {
        Staged first = store.snapshot(source).group("g1").gap("g2").gap("g3");
        assertThatThrownBy(first::publish)
                .isInstanceOf(TooManyGapsException.class)
                .hasMessageContaining("2 of 3 groups");

        store.execute("UPDATE staging.group_checkpoint SET state = 'gone' WHERE group_no = 1");
        store.execute("UPDATE staging.group_checkpoint SET state = 'gone' WHERE group_no = 2");
        first.publish();
    }

    @Test
    void clockALittleBehindGivesTheNextMicrosecondAndFarBehindFails() {
        store.snapshot(source).group("g1").publish();
        store.execute("UPDATE directory.snapshot SET published_at = clock_timestamp() + interval '30 seconds'");
        store.execute("UPDATE directory.groups_history SET valid_from = (SELECT published_at FROM directory.snapshot)");
        store.snapshot(source).named("g1", "x").publish();
        assertThat(store.rows("SELECT max(published_at) - min(published_at) AS d FROM directory.snapshots"))
                .containsExactly("00:00:00.000001");

        store.execute("UPDATE directory.snapshot SET published_at = published_at + interval '5 minutes'");
        assertThatThrownBy(() -> store.snapshot(source).group("g1").publish()).isInstanceOf(ClockBehindException.class);
    }

    @Test
    void publishNeedsATransaction() {
        Staged first = store.snapshot(source).group("g1");
        assertThatThrownBy(() -> store.publisher.publish(first.request(null)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sourceThatIsASmallPartOfItsDatabaseIsPublishedWithoutReadingTheOthers() {
        publishOther(20_000);
        store.snapshot(source).group("g1", "ann", "bob").users("ann", "bob").publish();
        store.execute("ANALYZE directory.memberships_history, directory.users_history, directory.groups_history,"
                + " directory.group_key, directory.member_key");

        Staged second = store.snapshot(source).group("g1", "ann", "cid").users("ann", "cid");

        assertThat(readInThePublishOf(second)).isLessThan(1_000);
        assertThat(store.rows(CHANGES, second.id))
                .containsExactly("member-joined g1 cid", "member-left g1 bob", "user-created cid", "user-deleted bob");
    }

    /** Nested loops are the planner's choice or none, whatever the statistics say. */
    @Test
    void onlyASourceThatIsASmallPartOfItsDatabaseMayBeLookedUpRowByRow() {
        publishOther(20_000);
        Staged small = store.snapshot(source).group("g1", "ann", "bob").users("ann", "bob");
        assertThat(nestedLoops(small)).as("of a database without statistics").isEqualTo("off");

        store.execute("ANALYZE directory.memberships_history");

        assertThat(nestedLoops(small)).isEqualTo("on");
        assertThat(nestedLoops(other(0))).as("of a store that was large").isEqualTo("off");
        store.execute("UPDATE staging.group_checkpoint SET memberships = 1001 WHERE snapshot = ?", small.id);
        assertThat(nestedLoops(small)).as("of a store that grew").isEqualTo("off");
    }

    private String nestedLoops(Staged staged) {
        return store.inTransaction(() -> {
            TableJoins.join(
                    store.jdbc, !StagedSnapshot.lock(store.jdbc, staged.token()).smallPart());
            return store.value("SELECT current_setting('enable_nestloop')");
        });
    }

    /** How many rows of history are read, those of all sources. */
    private long readInThePublishOf(Staged staged) {
        store.execute("ANALYZE staging.groups, staging.group_checkpoint, staging.memberships, staging.users");
        return store.inTransaction(() -> {
            staged.publish();
            return Long.valueOf(store.value("""
                    SELECT sum(t.seq_tup_read + coalesce(t.idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables t
                     WHERE t.schemaname = 'directory'
                       AND t.relname IN ('memberships_history', 'users_history', 'groups_history', 'member_key')
                    """));
        });
    }

    private void publishOther(int memberships) {
        store.source("other");
        other(memberships).publish();
    }

    /** A snapshot of the other source, with a hundred groups. */
    private Staged other(int memberships) {
        int number = Integer.parseInt(store.value("SELECT id FROM directory.source WHERE name = 'other'"));
        Staged other = store.snapshot(number);
        for (int group = 1; group <= 100; group++) {
            other.group("g" + group);
        }
        store.execute("""
                INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                SELECT ?, 1 + n % 100, 0, n, 'user', 'm' || n / 4, 'o/' || n FROM generate_series(1, ?) n
                """, other.id, memberships);
        return other;
    }
}
