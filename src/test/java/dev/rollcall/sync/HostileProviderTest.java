package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.RequestLog;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
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
            Group largest = largest(fixture);
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

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupWhoseRequestIsRefusedAsInvalidIsAGapAndTheOthersAreRead(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(43, SHAPE, cloud))) {
            Group refused = fixture.directory().groups().get(30);
            fixture.sandbox().faults().refuseGroup(refused.id());
            SyncResult result = fixture.sync();

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(gaps(fixture)).containsExactly(refused.id().value());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupThatIsRefusedWithItsMarkerStartsOverBeforeItIsAGap(Cloud cloud) {
        try (SyncFixture fixture =
                new SyncFixture(cloud, SandboxDirectory.generate(44, Shape.of(3, 400, 200), cloud))) {
            GroupId largest = largest(fixture).id();
            Source source = fixture.source().pageSize(5).build();
            fixture.sandbox().faults().latency(Duration.ofMillis(50));
            CompletableFuture<SyncResult> run =
                    CompletableFuture.supplyAsync(() -> fixture.sync(source, SyncOptions.DEFAULT));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            fixture.sandbox().requests().served("ListGroupMemberships", largest.value(), null) == 1);
            fixture.sandbox().faults().refuseGroup(largest);
            SyncResult result = run.join();

            assertThat(result.error()).isNull();
            assertThat(gaps(fixture)).containsExactly(largest.value());
            assertThat(firstPages(fixture, largest)).isEqualTo(2);
        }
    }

    private static long firstPages(SyncFixture fixture, GroupId group) {
        return fixture.sandbox().requests().entries().stream()
                .filter(entry -> group.value().equals(entry.page().subject())
                        && entry.page().marker() == null)
                .mapToLong(RequestLog.Entry::asked)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void firstThreeGroupsRefusedAsInvalidAreAboutTheSource(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(45, SHAPE, cloud))) {
            fixture.directory()
                    .groups()
                    .forEach(group -> fixture.sandbox().faults().refuseGroup(group.id()));
            SyncResult result =
                    fixture.sync(fixture.source().gapsMaxPercent(100).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo("invalid-request");
        }
    }

    @Test
    void gapsOfAnInterruptedRunAreNoRefusalOfTheSource() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(46, Shape.of(100, 500, 100)))) {
            fixture.directory().groups().stream()
                    .skip(40)
                    .limit(4)
                    .forEach(group -> fixture.sandbox().faults().denyGroup(group.id()));
            JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
            jdbc.sql("ALTER TABLE directory.groups_history ADD CONSTRAINT refused CHECK (false)")
                    .update();
            assertThat(ExitCodes.of(fixture.sync())).isEqualTo(1);
            assertThat(count(fixture, "staging.group_checkpoint WHERE state = 'gap'"))
                    .isEqualTo(4);

            jdbc.sql("ALTER TABLE directory.groups_history DROP CONSTRAINT refused")
                    .update();
            SyncResult resumed = fixture.sync();
            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            assertThat(ExitCodes.of(resumed)).isEqualTo(4);
            assertThat(gaps(fixture)).hasSize(4);
        }
    }

    @Test
    void deniedIdsOfTheScopeAreNoRefusalOfTheSourceOnceOthersWereLookedUp() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(47, SHAPE))) {
            List<GroupId> ids =
                    fixture.directory().groups().stream().map(Group::id).toList();
            ids.subList(1, 4).forEach(id -> fixture.sandbox().faults().denyGroup(id));
            SyncResult result = fixture.sync(
                    fixture.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
        }
    }

    @Test
    void firstThreeIdsOfTheScopeDeniedAreAboutTheSource() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(48, SHAPE))) {
            fixture.sandbox().faults().denyOperation("DescribeGroup");
            List<GroupId> ids =
                    fixture.directory().groups().stream().map(Group::id).toList();
            SyncResult result = fixture.sync(
                    fixture.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(Objects.requireNonNull(result.error()).operation()).isEqualTo("DescribeGroup");
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void pagesWhoseListIsNullAreEmptyPages(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(49, SHAPE, cloud))) {
            fixture.sandbox().faults().seed(6).share(Fault.NULL_LIST, 0.3);
            SyncResult result = fixture.sync(fixture.source().pageSize(20).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(Objects.requireNonNull(result.requests()).retries()).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void vanishedGroupIsDeletedWhereBatchQueryIsRefused() {
        try (SyncFixture fixture = new SyncFixture(Cloud.HUAWEI, SandboxDirectory.generate(50, SHAPE, Cloud.HUAWEI))) {
            fixture.sync();
            GroupId vanished = fixture.directory().groups().get(30).id();
            fixture.sandbox().faults().denyOperation("DescribeGroups").vanishGroup(vanished);

            assertThat(ExitCodes.of(fixture.sync())).isZero();
            fixture.directory().removeGroup(vanished);
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void idThatABatchIsRefusedForAndThatIsUnknownIsNoGap() {
        try (SyncFixture fixture = new SyncFixture(Cloud.HUAWEI, SandboxDirectory.generate(51, SHAPE, Cloud.HUAWEI))) {
            fixture.sandbox().faults().unknownIdsRefused(true);
            List<GroupId> ids = new ArrayList<>(fixture.directory().groups().stream()
                    .map(Group::id)
                    .limit(20)
                    .toList());
            ids.add(7, new GroupId("00000000-0000-4000-8000-000000000000"));
            SyncResult result = fixture.sync(
                    fixture.source().scope(new Source.GroupIds(ids)).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(fixture.published().groups()).hasSize(20);
        }
    }

    private static List<String> gaps(SyncFixture fixture) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT group_id FROM directory.gaps")
                .query(String.class)
                .list();
    }

    private static Group largest(SyncFixture fixture) {
        return fixture.directory().groups().stream()
                .max(Comparator.comparingInt(
                        group -> fixture.directory().memberships(group.id()).size()))
                .orElseThrow();
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
            List<GroupDifference> told = new ArrayList<>();
            SyncResult result = fixture.sync(
                    fixture.source().build(),
                    new SyncOptions(false, (source, difference) -> told.add(difference), null));

            assertThat(result.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(told).extracting(GroupDifference::kind).contains("member-joined", "member-left");
            assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
            assertThat(count(fixture, "directory.snapshot")).isEqualTo(snapshots);
            assertThat(count(fixture, "batch.batch_job_instance")).isZero();
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
            assertThat(new Integrity(fixture.dataSource()).whole()).isEmpty();
        }
    }

    private static long count(SyncFixture fixture, String table) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
