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

/** Runs against a provider that fails, repeats itself or refuses. */
class HostileProviderTest {
    private static final Shape SHAPE = Shape.of(60, 2_500, 600);

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void rowsThatRepeatAndEmptyPagesChangeNothing(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(31, SHAPE, cloud))) {
            fixture.sandbox().faults().seed(5).share(Fault.REPEATED_ROW, 0.5).share(Fault.EMPTY_PAGE, 0.3);
            SyncResult result = fixture.sync(fixture.source().pageSize(20).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void markersThatExpiredBeforeTheResumptionLoseNoRowAndRepeatNone() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(32, SHAPE))) {
            fixture.sandbox().faults().denyOperation("ListUsers");
            Source source = fixture.source().pageSize(10).build();
            assertThat(fixture.sync(source, SyncOptions.DEFAULT).outcome()).isEqualTo(Outcome.FAILED);

            fixture.sandbox().faults().clear();
            fixture.sandbox().expireMarkers();
            SyncResult resumed = fixture.sync(source, SyncOptions.DEFAULT);

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupThatVanishesAfterItsListingIsDeleted(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(33, SHAPE, cloud))) {
            fixture.sync();
            Group vanished = fixture.directory().groups().get(30);
            fixture.sandbox().faults().vanishGroup(vanished.id());
            SyncResult result = fixture.sync();

            assertThat(ExitCodes.of(result)).isZero();
            fixture.directory().removeGroup(vanished.id());
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void listingThatGoesInCirclesIsAGap() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(34, SHAPE))) {
            Group largest = fixture.directory().groups().stream()
                    .max((a, b) -> Integer.compare(
                            fixture.directory().memberships(a.id()).size(),
                            fixture.directory().memberships(b.id()).size()))
                    .orElseThrow();
            fixture.sandbox().faults().loopGroup(largest.id());
            SyncResult result = fixture.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(4);
            String reason = JdbcClient.create(fixture.dataSource())
                    .sql("SELECT reason FROM directory.gaps WHERE group_id = ?")
                    .param(largest.id().value())
                    .query(String.class)
                    .single();
            assertThat(reason).contains("marker");
        }
    }

    @Test
    void tooManyGapsFailTheRunInsteadOfPublishing() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(35, SHAPE))) {
            fixture.sync();
            HistoryWrites before = HistoryWrites.of(fixture.dataSource());
            List<Group> groups = fixture.directory().groups();
            List.of(10, 20, 30, 40, 50)
                    .forEach(i ->
                            fixture.sandbox().faults().denyGroup(groups.get(i).id()));
            SyncResult result = fixture.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(result.error()).isNotNull();
            assertThat(result.error().code()).isEqualTo("too-many-gaps");
            assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);

            fixture.sandbox().faults().clear();
            assertThat(ExitCodes.of(fixture.sync())).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void refusalOfTheFirstThreeGroupsIsAboutTheSource() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(36, SHAPE))) {
            fixture.sandbox().faults().denyOperation("ListGroupMemberships");
            SyncResult result =
                    fixture.sync(fixture.source().gapsMaxPercent(100).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(result.error()).isNotNull();
            assertThat(result.error().operation()).isEqualTo("ListGroupMemberships");
        }
    }

    @Test
    void directoryThatIsSuddenlyEmptyTripsTheGuard() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(37, Shape.of(4, 4, 2)))) {
            fixture.sync();
            fixture.directory().groups().forEach(group -> fixture.directory().removeGroup(group.id()));
            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.GUARDED);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void oneBadIdOfTheScopeIsAGapAndTheOthersAreRead(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(38, SHAPE, cloud))) {
            List<GroupId> ids = new ArrayList<>(fixture.directory().groups().stream()
                    .map(Group::id)
                    .limit(20)
                    .toList());
            ids.add(new GroupId("not an id"));
            SyncResult result = fixture.sync(
                    fixture.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(fixture.published().groups()).hasSize(20);
        }
    }

    @Test
    void unknownIdOfTheScopeIsNeitherAGapNorAnError() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(39, SHAPE))) {
            List<GroupId> ids = List.of(
                    fixture.directory().groups().get(0).id(), new GroupId("00000000-0000-4000-8000-000000000000"));
            SyncResult result = fixture.sync(
                    fixture.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isZero();
            assertThat(fixture.published().groups()).hasSize(1);
        }
    }

    @Test
    void dryRunTellsWhatWouldChangeAndLeavesNothingBehind() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(40, SHAPE))) {
            fixture.sync();
            fixture.directory().change(1);
            HistoryWrites before = HistoryWrites.of(fixture.dataSource());
            long snapshots = count(fixture, "directory.snapshot");
            long jobs = count(fixture, "batch.batch_job_instance");
            List<GroupDifference> told = new ArrayList<>();
            SyncResult result = fixture.sync(
                    fixture.source().build(),
                    new SyncOptions(false, (source, difference) -> told.add(difference), null));

            assertThat(result.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(told).extracting(GroupDifference::kind).contains("member-joined", "member-left");
            assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
            assertThat(count(fixture, "directory.snapshot")).isEqualTo(snapshots);
            assertThat(count(fixture, "batch.batch_job_instance")).isEqualTo(jobs);
            assertThat(count(fixture, "staging.memberships")).isZero();
            assertThat(count(fixture, "staging.groups")).isZero();
        }
    }

    @Test
    void usersOfASourceThatNoLongerReadsThemStayAsLastRead() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(41, SHAPE))) {
            fixture.sync();
            var before = fixture.published().users();
            fixture.directory().removeUser(before.get(0).id());
            fixture.sync(fixture.source().users(false).build(), SyncOptions.DEFAULT);

            assertThat(fixture.published().users()).isEqualTo(before);
        }
    }

    @Test
    void noTwoPeriodsOverlapAfterSeveralChanges() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(42, SHAPE))) {
            for (int day = 1; day <= 4; day++) {
                fixture.sync();
                fixture.directory().change(day);
            }
            assertThat(new Integrity(fixture.dataSource()).problems()).isEmpty();
        }
    }

    private static long count(SyncFixture fixture, String table) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
