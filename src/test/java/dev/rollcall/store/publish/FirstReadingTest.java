package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a first reading finds is known, and no change; what a changed scope no longer names is unscoped, and none either.
 * A row of history is told by its key and by the letters of its beginning and its end.
 */
class FirstReadingTest {
    private static final String LIST = "2 group ids";
    private static final String OTHER_LIST = "3 group ids";

    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void baselineIsKnown() {
        Staged first = store.snapshot(source).group("g", "ann").gap("h").users("ann");

        assertThat(published(first)).isEmpty();
        assertThat(groups()).containsExactly("g k-", "h k-");
        assertThat(memberships()).containsExactly("g ann k-");
        assertThat(users()).containsExactly("ann k-");
    }

    @Test
    void membersOfAGroupThatWasAGapSoFarAreKnown() {
        published(store.snapshot(source).gap("g").group("h", "ann"));

        assertThat(published(store.snapshot(source).group("g", "ann", "bob").group("h", "ann", "bob")))
                .containsExactly("member-joined h bob");
        assertThat(groups()).containsExactly("g kc", "g c-", "h k-");
        assertThat(memberships()).containsExactly("g ann k-", "g bob k-", "h ann k-", "h bob n-");
        assertThat(published(store.snapshot(source).group("g", "bob", "cid").group("h", "ann", "bob")))
                .containsExactly("member-joined g cid", "member-left g ann");
    }

    @Test
    void groupThatIsNewAndAGapIsCreatedAndItsMembersAreKnownLater() {
        published(store.snapshot(source).group("h"));

        assertThat(published(store.snapshot(source).gap("g").group("h"))).containsExactly("group-created g");
        assertThat(published(store.snapshot(source).group("g", "ann").group("h")))
                .isEmpty();
        assertThat(groups()).containsExactly("g nc", "g c-", "h k-");
        assertThat(memberships()).containsExactly("g ann k-");
    }

    @Test
    void groupThatAGapKeptFromBeingPublishedIsKnown() {
        published(store.snapshot(source, LIST, true).group("g").undescribed("h", "gap"));
        published(store.snapshot(source, LIST, true).group("g").undescribed("h", "gap"));

        assertThat(published(store.snapshot(source, LIST, true).group("g").group("h", "ann")))
                .isEmpty();
        assertThat(groups()).containsExactly("g k-", "h k-");
        assertThat(memberships()).containsExactly("h ann k-");
    }

    @Test
    void groupOfTheScopeThatTheProviderDidNotKnowIsCreated() {
        published(store.snapshot(source, LIST, true).group("g").undescribed("h", "gone"));

        assertThat(published(store.snapshot(source, LIST, true).group("g").group("h", "ann")))
                .containsExactly("group-created h", "member-joined h ann");
    }

    @Test
    void membersAfterAGapAreComparedWithThoseLastPublished() {
        published(store.snapshot(source).group("g", "ann").group("h"));
        published(store.snapshot(source).gap("g").group("h"));

        assertThat(published(store.snapshot(source).group("g", "bob").group("h")))
                .containsExactly("member-joined g bob", "member-left g ann");
    }

    @Test
    void usersReadForTheFirstTimeAreKnown() {
        published(store.snapshot(source, "all", false).group("g", "ann"));

        assertThat(published(store.snapshot(source).group("g", "ann").users("ann", "bob")))
                .isEmpty();
        assertThat(published(store.snapshot(source, "all", false).group("g", "ann")))
                .isEmpty();
        assertThat(published(store.snapshot(source).group("g", "ann").users("ann", "cid")))
                .containsExactly("user-created cid", "user-deleted bob");
        assertThat(users()).containsExactly("ann k-", "bob kg", "cid n-");
    }

    @Test
    void usersOfAnEmptyListingWereReadAllTheSame() {
        published(store.snapshot(source).group("g"));

        assertThat(published(store.snapshot(source).group("g").users("ann"))).containsExactly("user-created ann");
    }

    /**
     * Groups a, b and c are published. Then a and d are read, the provider does not know b, which a list names, and c is
     * in no list.
     */
    @ParameterizedTest
    @CsvSource({
        "all,    all,        b kg, c kg, d n-, 'group-created d,group-deleted b,group-deleted c'",
        "a list, a list,     b kg, c kg, d n-, 'group-created d,group-deleted b,group-deleted c'",
        "a list, all,        b kg, c kg, d k-, 'group-deleted b,group-deleted c'",
        "all,    a list,     b kg, c ku, d k-, group-deleted b",
        "a list, other list, b kg, c ku, d k-, group-deleted b",
    })
    void scopeDecidesWhatBecameOfAGroupThatComesOrGoes(
            String before, String after, String named, String unnamed, String found, String events) {
        published(store.snapshot(source, before, true)
                .group("a", "ann")
                .group("b", "ann")
                .group("c", "ann"));
        Staged second = store.snapshot(source, after, true).group("a", "bob").group("d", "ann");
        if (!after.equals("all")) {
            second.undescribed("b", "gone");
        }
        List<String> expected = new ArrayList<>(List.of("member-joined a bob", "member-left a ann"));
        for (String event : events.split(",", -1)) {
            String group = event.substring(event.length() - 1);
            expected.add(event);
            expected.add((event.startsWith("group-created") ? "member-joined " : "member-left ") + group + " ann");
        }

        assertThat(published(second)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(groups()).containsExactly("a k-", named, unnamed, found);
        assertThat(memberships()).containsExactly("a ann kg", "a bob n-", ofAnn(named), ofAnn(unnamed), ofAnn(found));
    }

    private static String ofAnn(String group) {
        return group.replace(" ", " ann ");
    }

    @Test
    void scopeIsComparedWithTheLastPublishedOne() {
        published(store.snapshot(source, LIST, true).group("a").group("b", "ann"));
        Staged guarded = store.snapshot(source, OTHER_LIST, true).group("c", "ann");
        guarded.trip();

        assertThat(published(store.snapshot(source, LIST, true).group("b", "ann")))
                .containsExactly("group-deleted a");
        assertThat(guarded.outcome()).isEqualTo("discarded");
    }

    @Test
    void groupThatTheScopeNamesAgainIsKnownAgain() {
        published(store.snapshot(source).group("a", "ann").group("b", "ann"));
        published(store.snapshot(source, LIST, true).group("a", "ann"));

        assertThat(published(store.snapshot(source).group("a", "ann").group("b", "bob")))
                .isEmpty();
        assertThat(groups()).containsExactly("a k-", "b ku", "b k-");
        assertThat(memberships()).containsExactly("a ann k-", "b ann ku", "b bob k-");
    }

    @Test
    void gapInANewScopeIsKnownOnceItIsRead() {
        published(store.snapshot(source, LIST, true).group("a"));
        published(store.snapshot(source, OTHER_LIST, true)
                .group("a")
                .gap("b")
                .undescribed("c", "gap")
                .tolerateAllGaps());

        assertThat(published(store.snapshot(source, OTHER_LIST, true)
                        .group("a")
                        .group("b", "ann")
                        .group("c", "ann")))
                .isEmpty();
        assertThat(groups()).containsExactly("a k-", "b kc", "b c-", "c k-");
    }

    @Test
    void gapIsNotUnscoped() {
        published(store.snapshot(source).group("a").group("b", "ann"));
        published(store.snapshot(source, LIST, true).group("a").undescribed("b", "gap"));

        assertThat(groups()).containsExactly("a k-", "b k-");
        assertThat(memberships()).containsExactly("b ann k-");
    }

    @Test
    void whatTheScopeNoLongerNamesCountsForTheGuardOnly() {
        Staged first = store.snapshot(source);
        for (int n = 0; n < 10; n++) {
            first.group("g" + n, "ann");
        }
        published(first);
        Staged second = store.snapshot(source, LIST, true).group("g0", "ann").undescribed("g1", "gone");

        GuardReport report = second.trip();
        assertThat(report.groups()).hasToString("9 of 10");
        assertThat(report.memberships()).hasToString("9 of 10");
        assertThat(report.groupsOutOfScope()).isEqualTo(8);

        second.consent(second.id);
        assertThat(changes(second)).containsExactly("group-deleted g1", "member-left g1 ann");
        assertThat(counts(second)).isEqualTo(kinds(second));
    }

    @Test
    void retiredRowsEndAsRetiredAndAreKnownAgain() {
        published(store.snapshot(source).group("g", "ann").users("ann"));
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(source, 7, kind -> {}));

        assertThat(published(store.snapshot(source).group("g", "ann").users("ann")))
                .isEmpty();
        assertThat(groups()).containsExactly("g kr", "g k-");
        assertThat(memberships()).containsExactly("g ann kr", "g ann k-");
        assertThat(users()).containsExactly("ann kr", "ann k-");
    }

    @Test
    void membershipWithAnotherIdIsGoneAndNewAndOneWithAnotherCreatorContinues() {
        published(store.snapshot(source).group("g", "ann", "bob"));
        Staged second = store.snapshot(source).group("g", "ann").member("g", "user", "bob", "anew");
        store.execute("UPDATE staging.memberships SET created_by = 'me' WHERE member_id = 'ann'");

        assertThat(published(second)).containsExactly("member-joined g bob", "member-left g bob");
        assertThat(memberships()).containsExactly("g ann kc", "g ann c-", "g bob kg", "g bob n-");
    }

    @Test
    void dryRunTellsWhatWouldBecomeKnownOrLeaveTheScope() {
        published(store.snapshot(source, "all", false).group("a", "ann").group("b", "ann"));
        Staged second = store.snapshot(source, LIST, true)
                .group("a", "ann", "bob")
                .group("c", "ann")
                .users("ann");
        List<String> told = new ArrayList<>();

        Comparison comparison = store.inTransaction(() -> store.publisher.compare(
                second.request(null), d -> told.add(d.kind() + " " + d.groupId() + " " + d.memberId())));

        assertThat(told)
                .containsExactly(
                        "member-joined a bob",
                        "group-unscoped b null",
                        "member-unscoped b ann",
                        "group-known c null",
                        "member-known c ann",
                        "user-known null ann");
        assertThat(comparison.changes().membersJoined()).isEqualTo(1);
        assertThat(Arrays.asList(
                        comparison.changes().groupsCreated(),
                        comparison.changes().groupsDeleted(),
                        comparison.changes().membersLeft(),
                        comparison.changes().usersCreated()))
                .containsOnly(0L);
    }

    /** Publishes a snapshot, and returns its rows in changes, which are those that it counts. */
    private List<String> published(Staged snapshot) {
        snapshot.publish();
        assertThat(counts(snapshot)).isEqualTo(kinds(snapshot));
        return changes(snapshot);
    }

    private List<String> changes(Staged snapshot) {
        return store.rows("""
                SELECT concat_ws(' ', kind, group_id, member_id) AS c FROM directory.changes
                 WHERE snapshot_id = ? ORDER BY 1
                """, snapshot.id);
    }

    private List<String> kinds(Staged snapshot) {
        return store.rows(
                "SELECT kind, count(*) AS n FROM directory.changes WHERE snapshot_id = ? GROUP BY 1 ORDER BY 1",
                snapshot.id);
    }

    private List<String> counts(Staged snapshot) {
        return store.rows("""
                SELECT x.kind, x.n FROM directory.snapshot s, LATERAL (VALUES
                       ('group-changed', groups_changed), ('group-created', groups_created),
                       ('group-deleted', groups_deleted), ('member-joined', members_joined),
                       ('member-left', members_left), ('user-changed', users_changed),
                       ('user-created', users_created), ('user-deleted', users_deleted)) x (kind, n)
                 WHERE s.id = ? AND x.n > 0 ORDER BY 1
                """, snapshot.id);
    }

    private List<String> groups() {
        return store.rows("""
                SELECT k.group_id || ' ' || h.begins::text || h.ends::text AS x
                  FROM directory.groups_history h JOIN directory.group_key k ON k.no = h.group_no
                 ORDER BY k.group_id, h.valid_from
                """);
    }

    private List<String> memberships() {
        return store.rows("""
                SELECT k.group_id || ' ' || n.member_id || ' ' || h.begins::text || h.ends::text AS x
                  FROM directory.memberships_history h
                  JOIN directory.group_key k ON k.no = h.group_no
                  JOIN directory.member_key n ON n.no = h.member_no
                 ORDER BY k.group_id, n.member_id, h.valid_from
                """);
    }

    private List<String> users() {
        return store.rows("""
                SELECT k.member_id || ' ' || h.begins::text || h.ends::text AS x
                  FROM directory.users_history h JOIN directory.member_key k ON k.no = h.user_no
                 ORDER BY k.member_id, h.valid_from
                """);
    }
}
