package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a source reads for the first time makes no change, from the provider's answer to what readers see. */
class FirstReadingSyncTest {
    private static final SnapshotRow.Changes NONE = new SnapshotRow.Changes(0, 0, 0, 0, 0, 0, 0, 0);

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void membersOfAGroupThatWasDeniedAtFirst(Cloud cloud) {
        try (SyncFixture fixture = fixture(61, cloud)) {
            GroupId denied = largest(fixture.directory());
            fixture.sandbox().faults().denyGroup(denied);
            assertThat(publish(fixture, fixture.source()).gaps()).isEqualTo(1);

            fixture.sandbox().faults().clear();
            assertThat(publish(fixture, fixture.source()).changes()).isEqualTo(NONE);
            assertThat(changes(fixture)).isEmpty();
            fixture.published().isExactly(fixture.directory());

            String joined = fixture.directory().addUser().id();
            fixture.directory().addMember(denied, joined);
            assertThat(publish(fixture, fixture.source()).changes())
                    .isEqualTo(new SnapshotRow.Changes(0, 0, 0, 1, 0, 1, 0, 0));
            assertThat(changes(fixture)).containsExactly("member-joined " + joined, "user-created " + joined);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void usersThatWereLeftOutAtFirst(Cloud cloud) {
        try (SyncFixture fixture = fixture(62, cloud)) {
            publish(fixture, fixture.source().users(false));

            assertThat(publish(fixture, fixture.source()).changes()).isEqualTo(NONE);
            assertThat(changes(fixture)).isEmpty();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupsThatOnlyAnotherScopeNames(Cloud cloud) {
        try (SyncFixture fixture = fixture(63, cloud)) {
            List<GroupId> ids =
                    fixture.directory().groups().stream().map(Group::id).toList();
            publish(fixture, scoped(fixture, ids.subList(0, 4)));

            assertThat(publish(fixture, scoped(fixture, ids.subList(2, 6))).changes())
                    .isEqualTo(NONE);
            assertThat(publish(fixture, fixture.source()).changes()).isEqualTo(NONE);
            assertThat(changes(fixture)).isEmpty();
            fixture.published().isExactly(fixture.directory());
        }
    }

    /** Of the four groups published one stays, one is not named any more, one is deleted and still named. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupOfAnotherScopeThatTheProviderNoLongerHas(Cloud cloud) {
        try (SyncFixture fixture = fixture(64, cloud)) {
            List<GroupId> ids =
                    fixture.directory().groups().stream().map(Group::id).toList();
            publish(fixture, scoped(fixture, ids.subList(0, 4)));
            GroupId deleted = ids.get(3);
            long members = fixture.directory().memberships(deleted).size();
            fixture.directory().removeGroup(deleted);

            Comparison result = publish(fixture, scoped(fixture, ids.subList(1, 5)));

            assertThat(result.changes()).isEqualTo(new SnapshotRow.Changes(0, 0, 1, 0, members, 0, 0, 0));
            assertThat(changes(fixture)).hasSize((int) members + 1).contains("group-deleted");
            assertThat(fixture.published().groups())
                    .extracting(Group::id)
                    .containsExactlyInAnyOrder(ids.get(1), ids.get(2), ids.get(4));
        }
    }

    private static SyncFixture fixture(long seed, Cloud cloud) {
        return new SyncFixture(cloud, SandboxDirectory.generate(seed, Shape.of(8, 60, 12), cloud));
    }

    private static SourceBuilder scoped(SyncFixture fixture, List<GroupId> ids) {
        return fixture.source().scope(new Source.GroupIds(ids));
    }

    private static Comparison publish(SyncFixture fixture, SourceBuilder source) {
        SyncResult result =
                fixture.sync(source.guard(new Source.Guard(100, 100, 1_000)).build(), SyncOptions.DEFAULT);
        assertThat(result.outcome()).as(String.valueOf(result.error())).isEqualTo(Outcome.PUBLISHED);
        return Objects.requireNonNull(result.comparison());
    }

    private static GroupId largest(SandboxDirectory directory) {
        return directory.groups().stream()
                .map(Group::id)
                .max(Comparator.comparingInt(id -> directory.memberships(id).size()))
                .orElseThrow();
    }

    /** Each change, by its kind and the member. */
    private static List<String> changes(SyncFixture fixture) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT concat_ws(' ', kind, member_id) FROM directory.changes ORDER BY 1")
                .query(String.class)
                .list();
    }
}
