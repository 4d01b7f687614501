package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the provider may do to a run, and what the run makes of it. */
class HostileProviderTest {
    private static final Shape SHAPE = Shape.of(60, 2_500, 600);

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void rowsThatRepeatAndEmptyPagesChangeNothing(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(31, SHAPE, cloud))) {
            rig.sandbox().faults().seed(5).share(Fault.REPEATED_ROW, 0.5).share(Fault.EMPTY_PAGE, 0.3);
            SyncResult result = rig.sync(rig.source().pageSize(20).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            rig.published().isExactly(rig.directory());
        }
    }

    @Test
    void markersThatExpiredWhileInterruptedCostNoRowAndDoubleNone() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(32, SHAPE))) {
            rig.sandbox().faults().denyOperation("ListUsers");
            Source source = rig.source().pageSize(10).build();
            assertThat(rig.sync(source, SyncOptions.DEFAULT).outcome()).isEqualTo(Outcome.FAILED);

            rig.sandbox().faults().clear();
            rig.sandbox().expireMarkers();
            SyncResult resumed = rig.sync(source, SyncOptions.DEFAULT);

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void aGroupThatVanishesAfterItsListingIsDeleted(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(33, SHAPE, cloud))) {
            rig.sync();
            Group vanished = rig.directory().groups().get(30);
            rig.sandbox().faults().vanishGroup(vanished.id());
            SyncResult result = rig.sync();

            assertThat(ExitCodes.of(result)).isZero();
            rig.directory().removeGroup(vanished.id());
            rig.published().isExactly(rig.directory());
        }
    }

    @Test
    void aListingThatGoesInCirclesIsAGap() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(34, SHAPE))) {
            Group largest = rig.directory().groups().stream()
                    .max((a, b) -> Integer.compare(
                            rig.directory().memberships(a.id()).size(),
                            rig.directory().memberships(b.id()).size()))
                    .orElseThrow();
            rig.sandbox().faults().loopGroup(largest.id());
            SyncResult result = rig.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(4);
            String reason = JdbcClient.create(rig.dataSource())
                    .sql("SELECT reason FROM directory.gaps WHERE group_id = ?")
                    .param(largest.id().value())
                    .query(String.class)
                    .single();
            assertThat(reason).contains("marker");
        }
    }

    @Test
    void tooManyGapsFailTheRunInsteadOfPublishing() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(35, SHAPE))) {
            rig.sync();
            HistoryWrites before = HistoryWrites.of(rig.dataSource());
            List<Group> groups = rig.directory().groups();
            List.of(10, 20, 30, 40, 50)
                    .forEach(i -> rig.sandbox().faults().denyGroup(groups.get(i).id()));
            SyncResult result = rig.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(result.error()).isNotNull();
            assertThat(result.error().code()).isEqualTo("too-many-gaps");
            assertThat(HistoryWrites.of(rig.dataSource())).isEqualTo(before);

            rig.sandbox().faults().clear();
            assertThat(ExitCodes.of(rig.sync())).isZero();
            rig.published().isExactly(rig.directory());
        }
    }

    @Test
    void aRefusalOfTheFirstThreeGroupsIsAboutTheSource() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(36, SHAPE))) {
            rig.sandbox().faults().denyOperation("ListGroupMemberships");
            SyncResult result = rig.sync(rig.source().gapsMaxPercent(100).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(result.error()).isNotNull();
            assertThat(result.error().operation()).isEqualTo("ListGroupMemberships");
        }
    }

    @Test
    void aDirectoryThatIsSuddenlyEmptyTripsTheGuard() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(37, Shape.of(4, 4, 2)))) {
            rig.sync();
            rig.directory().groups().forEach(group -> rig.directory().removeGroup(group.id()));
            assertThat(rig.sync().outcome()).isEqualTo(Outcome.GUARDED);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void oneBadIdOfTheScopeIsAGapAndTheOthersAreRead(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(38, SHAPE, cloud))) {
            List<GroupId> ids = new ArrayList<>(
                    rig.directory().groups().stream().map(Group::id).limit(20).toList());
            ids.add(new GroupId("not an id"));
            SyncResult result =
                    rig.sync(rig.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(rig.published().groups()).hasSize(20);
        }
    }

    @Test
    void anUnknownIdOfTheScopeIsNeitherAGapNorAnError() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(39, SHAPE))) {
            List<GroupId> ids =
                    List.of(rig.directory().groups().get(0).id(), new GroupId("00000000-0000-4000-8000-000000000000"));
            SyncResult result =
                    rig.sync(rig.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isZero();
            assertThat(rig.published().groups()).hasSize(1);
        }
    }

    @Test
    void aDryRunTellsWhatWouldChangeAndLeavesNothingBehind() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(40, SHAPE))) {
            rig.sync();
            rig.directory().change(1);
            HistoryWrites before = HistoryWrites.of(rig.dataSource());
            long snapshots = count(rig, "directory.snapshot");
            long jobs = count(rig, "batch.batch_job_instance");
            List<GroupDifference> told = new ArrayList<>();
            SyncResult result = rig.sync(
                    rig.source().build(), new SyncOptions(false, (source, difference) -> told.add(difference), null));

            assertThat(result.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(told).extracting(GroupDifference::kind).contains("member-joined", "member-left");
            assertThat(HistoryWrites.of(rig.dataSource())).isEqualTo(before);
            assertThat(count(rig, "directory.snapshot")).isEqualTo(snapshots);
            assertThat(count(rig, "batch.batch_job_instance")).isEqualTo(jobs);
            assertThat(count(rig, "staging.memberships")).isZero();
            assertThat(count(rig, "staging.groups")).isZero();
        }
    }

    @Test
    void usersOfASourceThatNoLongerReadsThemStayAsLastRead() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(41, SHAPE))) {
            rig.sync();
            var before = rig.published().users();
            rig.directory().removeUser(before.get(0).id());
            rig.sync(rig.source().users(false).build(), SyncOptions.DEFAULT);

            assertThat(rig.published().users()).isEqualTo(before);
        }
    }

    @Test
    void afterAllThatNoTwoPeriodsOverlap() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(42, SHAPE))) {
            for (int day = 1; day <= 4; day++) {
                rig.sync();
                rig.directory().change(day);
            }
            assertThat(new Integrity(rig.dataSource()).problems()).isEmpty();
        }
    }

    private static long count(SyncFixture rig, String table) {
        return JdbcClient.create(rig.dataSource())
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
