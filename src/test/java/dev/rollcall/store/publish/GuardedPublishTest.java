package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits here: 10% of the source's memberships, groups or users, 50% of a group's members, 5 always allowed. */
class GuardedPublishTest {
    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void membershipsOfTheSource() {
        // 6 of 60 are no more than 10%.
        withTenGroupsOf(6, 0).publish();
        withTenGroupsOf(6, 1, 1, 1, 1, 1, 1).publish();
        // 6 of 54 are.
        GuardReport report = withTenGroupsOf(6, 2, 2, 2, 2, 2, 2).trip();

        assertThat(report.trips())
                .containsExactly("6 of 54 memberships would be removed, more than 10% and more than 5");
        assertThat(report.memberships()).hasToString("6 of 54");
        assertThat(report.examples()).hasSize(5);
    }

    @Test
    void fewRemovalsAreAlwaysAllowed() {
        withTenGroupsOf(1, 0).publish();
        withTenGroupsOf(1, 1, 1, 1, 1, 1).publish();
    }

    @Test
    void membersOfOneGroup() {
        Staged first = withTenGroupsOf(20, 0).named("small", "Small", members(11));
        first.publish();
        withTenGroupsOf(20, 0).named("small", "Small", members(6)).publish();
        withTenGroupsOf(20, 0).named("small", "Small", members(11)).publish();

        GuardReport report =
                withTenGroupsOf(20, 0).named("small", "Small", members(5)).trip();

        assertThat(report.trips()).containsExactly("1 group would lose more than 50% of their members and more than 5");
        assertThat(report.examples()).containsExactly(new GuardReport.Example("small", "Small", 11, 6, false, true));
    }

    @Test
    void groupsCountAmongGroupsAndTheirMembersAmongMemberships() {
        Staged first = withTenGroupsOf(100, 0);
        IntStream.range(0, 7).forEach(n -> first.group("gone" + n, members(6)));
        first.publish();
        GuardReport report = withTenGroupsOf(100, 0).trip();

        assertThat(report.trips()).containsExactly("7 of 17 groups would be removed, more than 10% and more than 5");
        assertThat(report.groupsTripped()).isZero();
        assertThat(report.memberships().removed()).isEqualTo(42);
        assertThat(report.groupsOutOfScope()).isZero();
        assertThat(report.examples()).hasSize(5).allMatch(GuardReport.Example::gone);
    }

    @Test
    void groupsThatTheScopeNoLongerNamesAreToldApart() {
        Staged first = store.snapshot(source);
        IntStream.range(0, 10).forEach(n -> first.group("g" + n));
        first.publish();
        Staged second = store.snapshot(source, "3 group ids", true)
                .group("g0")
                .group("g1")
                .undescribed("g2", "gone");

        GuardReport report = second.trip();

        assertThat(report.groups()).hasToString("8 of 10");
        assertThat(report.groupsOutOfScope()).isEqualTo(7);
    }

    @Test
    void users() {
        store.snapshot(source).group("g").users(members(10)).publish();
        assertThat(store.snapshot(source).group("g").users(members(4)).trip().trips())
                .containsExactly("6 of 10 users would be removed, more than 10% and more than 5");
    }

    @Test
    void fallingFromSomeToNoneTripsHoweverFewTheyAre() {
        store.snapshot(source).group("g", "ann").users("ann").publish();

        assertThat(store.snapshot(source).group("g").users("ann").trip().trips())
                .containsExactly("no memberships would be left of 1");
        assertThat(store.snapshot(source).group("g", "ann").trip().trips())
                .containsExactly("no users would be left of 1");
        assertThat(store.snapshot(source).users("ann").trip().trips())
                .containsExactly(
                        "no groups would be left of 1",
                        "no memberships would be left of 1",
                        "none of the 1 published groups is found again");
    }

    @Test
    void noPublishedGroupFoundAgain() {
        store.snapshot(source).group("g").publish();
        assertThat(store.snapshot(source).group("h").trip().trips())
                .containsExactly("none of the 1 published groups is found again");
    }

    @Test
    void newMembershipIdsAreNoRemoval() {
        withTenGroupsOf(10, 0).publish();
        Staged second = store.snapshot(source);
        for (int g = 0; g < 10; g++) {
            second.group("g" + g);
            for (String member : members(10)) {
                second.member("g" + g, "user", member, "anew" + g + member);
            }
        }
        second.publish();
    }

    @Test
    void groupsInGapCountInNoNumber() {
        withTenGroupsOf(6, 0).publish();
        // 5 groups in gap: of the 30 members of the others 6 leave, which would be 10% of all 60.
        Staged second = store.snapshot(source);
        for (int g = 0; g < 10; g++) {
            if (g < 5) {
                second.gap("g" + g);
            } else {
                second.group("g" + g, members(g < 8 ? 4 : 6));
            }
        }
        assertThat(second.trip().memberships()).hasToString("6 of 30");
    }

    @Test
    void trippedGuardLeavesHistoryUntouchedAndTheSnapshotStaged() {
        store.snapshot(source).group("g", "ann").users("ann").publish();
        String before = store.history();
        Staged second = store.snapshot(source).group("new", "bob").users("bob");

        second.trip();

        assertThat(store.history()).isEqualTo(before);
        assertThat(second.outcome()).isEqualTo("guarded");
        assertThat(store.value("SELECT count(*) FROM directory.group_key")).isEqualTo("1");
        assertThat(store.value("SELECT count(*) FROM directory.member_key")).isEqualTo("1");
        assertThat(store.value(
                        "SELECT guard #>> '{guard,groups,published}' FROM directory.snapshot WHERE id = ?", second.id))
                .isEqualTo("1");
        assertThat(store.value(
                        "SELECT requests > 0 AND read_to IS NOT NULL FROM directory.snapshot WHERE id = ?", second.id))
                .isEqualTo("true");
    }

    @Test
    void consentPublishesTheGuardedSnapshotAndIsKept() {
        store.snapshot(source).group("g", "ann").users("ann").publish();
        Staged second = store.snapshot(source).group("h", "ann").users("ann");
        second.trip();

        assertThat(store.publisher.consentFor(source, second.id)).isEqualTo(second.id);
        assertThat(second.consent(second.id)).isInstanceOf(PublishOutcome.Published.class);

        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("h");
        assertThat(store.rows(
                        "SELECT consented_by AS a, consented_at IS NOT NULL AS b, outcome AS c"
                                + " FROM directory.snapshots WHERE snapshot_id = ?",
                        second.id))
                .containsExactly("a person|true|published");
    }

    @Test
    void laterSnapshotTakesTheGuardedOnesPlace() {
        store.snapshot(source).group("g", "ann").users("ann").publish();
        Staged second = store.snapshot(source).group("h").users("ann");
        second.trip();

        store.snapshot(source).group("g", "ann").users("ann").publish();

        assertThat(second.outcome()).isEqualTo("discarded");
        assertThatThrownBy(() -> store.publisher.consentFor(source, second.id))
                .isInstanceOf(StaleConsentException.class)
                .hasMessageContaining("is discarded");
    }

    @Test
    void consentCoversANewerGuardedSnapshotThatRemovesTheSameRows() {
        store.snapshot(source).group("g", "ann").group("k").users("ann").publish();
        Staged second = store.snapshot(source).group("k").users("ann");
        second.trip();
        Staged third = store.snapshot(source).group("k").group("more").users("bob", "ann");
        third.trip();

        assertThat(store.publisher.consentFor(source, second.id)).isEqualTo(third.id);
        assertThat(third.consent(second.id)).isInstanceOf(PublishOutcome.Published.class);
    }

    @Test
    void consentDoesNotCoverANewerGuardedSnapshotThatRemovesOtherRows() {
        store.snapshot(source).group("g", "ann").group("k").users("ann").publish();
        Staged second = store.snapshot(source).group("k").users("ann");
        second.trip();
        Staged third = store.snapshot(source).group("g").users("ann");
        third.trip();

        assertThatThrownBy(() -> store.publisher.consentFor(source, second.id))
                .isInstanceOf(StaleConsentException.class)
                .hasMessageContaining("snapshot " + second.id + " gave way to snapshot " + third.id)
                .hasMessageContaining("name " + third.id + " to consent");
        assertThatThrownBy(() -> third.consent(second.id)).isInstanceOf(StaleConsentException.class);
        assertThat(third.outcome()).isEqualTo("guarded");
        assertThatThrownBy(() -> store.publisher.consentFor(source, 999)).isInstanceOf(StaleConsentException.class);
    }

    @Test
    void guardedSnapshotIsNotPublishedWithoutConsent() {
        store.snapshot(source).group("g", "ann").users("ann").publish();
        Staged second = store.snapshot(source).group("h").users("ann");
        second.trip();

        assertThatThrownBy(second::offer).isInstanceOf(IllegalStateException.class);
    }

    /** Groups g0 to g9, of so many members each, less those missing from the first groups. */
    private Staged withTenGroupsOf(int size, int... missing) {
        Staged staged = store.snapshot(source);
        for (int g = 0; g < 10; g++) {
            staged.group("g" + g, members(size - (g < missing.length ? missing[g] : 0)));
        }
        return staged;
    }

    private static String[] members(int count) {
        return IntStream.range(0, count).mapToObj(n -> "m" + n).toArray(String[]::new);
    }
}
