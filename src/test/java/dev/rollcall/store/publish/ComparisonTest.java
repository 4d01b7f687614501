package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.snapshot.SnapshotRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void tellsWhatWouldChangeGroupByGroupAndLeavesNothingBehind() {
        store.snapshot(source)
                .group("a", "ann", "bob")
                .group("b", "ann")
                .group("c")
                .users("ann", "bob")
                .publish();
        String before = store.history();
        Staged second = store.snapshot(source)
                .group("a", "ann", "cid")
                .named("b", "new name", "ann")
                .group("d", "ann")
                .users("ann", "cid");
        List<String> told = new ArrayList<>();

        Comparison comparison = store.inTransaction(() -> store.publisher.compare(
                second.request(null),
                d -> told.add(d.kind() + " " + d.groupName() + " " + d.memberId() + " " + d.memberName())));

        assertThat(told)
                .containsExactly(
                        "member-left a bob name of bob",
                        "member-joined a cid name of cid",
                        "group-deleted c null null",
                        "group-created d null null",
                        "member-joined d ann name of ann",
                        "group-changed new name null null",
                        "user-deleted null bob name of bob",
                        "user-created null cid name of cid");
        assertThat(comparison.guard()).isNull();
        assertThat(comparison.baseline()).isFalse();
        assertThat(comparison.totals()).isEqualTo(new SnapshotRow.Totals(3, 4, 2));
        assertThat(comparison.changes()).isEqualTo(new SnapshotRow.Changes(1, 1, 1, 2, 1, 1, 0, 1));
        assertThat(store.history()).isEqualTo(before);
        assertThat(store.value("SELECT count(*) FROM directory.group_key")).isEqualTo("3");
        assertThat(second.outcome()).isEqualTo("open");
    }

    @Test
    void tellsWhetherTheGuardWouldTrip() {
        store.snapshot(source).group("a", "ann").users("ann").publish();
        Staged second = store.snapshot(source).group("b", "ann").users("ann");

        Comparison comparison =
                store.inTransaction(() -> store.publisher.compare(second.request(null), difference -> {}));

        assertThat(comparison.guard()).isNotNull();
        assertThat(second.outcome()).isEqualTo("open");
    }
}
