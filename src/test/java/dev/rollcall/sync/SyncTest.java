package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.RateLimit;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole job against both providers' wires and a real database. */
class SyncTest {
    private static final Shape SMALL = Shape.of(40, 2_000, 450);

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void publishesExactlyWhatTheProviderHas(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(1, SMALL, cloud))) {
            SyncResult result = rig.sync();

            assertThat(result.error()).isNull();
            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(result.baseline()).isTrue();
            assertThat(result.requests().requests())
                    .isEqualTo(rig.sandbox().requests().total());
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void followsADirectoryThatChanges(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(2, SMALL, cloud))) {
            rig.sync();
            for (int day = 1; day <= 3; day++) {
                rig.directory().change(day);
                SyncResult result = rig.sync();
                assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
                rig.published().isExactly(rig.directory());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void survivesAProviderThatFailsOneRequestInFive(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(3, SMALL, cloud))) {
            rig.sandbox()
                    .faults()
                    .seed(7)
                    .share(Fault.ERROR_500, 0.05)
                    .share(Fault.UNAVAILABLE_503, 0.05)
                    .share(Fault.RESET, 0.05)
                    .share(Fault.CUT_OFF, 0.05);
            SyncResult result = rig.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(result.requests().retries()).isPositive();
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void survivesARateLimitThatTheJobFileOverstates(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(4, Shape.of(30, 300, 40), cloud))) {
            rig.sandbox().faults().rateLimit(new RateLimit(40, 5));
            SyncResult result = rig.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(result.requests().throttles()).isPositive();
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void readsOnlyTheGroupsOfTheScope(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(5, SMALL, cloud))) {
            List<GroupId> ids =
                    rig.directory().groups().stream().map(Group::id).limit(7).toList();
            Source scoped =
                    rig.source().scope(new Source.GroupIds(ids)).users(false).build();
            SyncResult result = rig.sync(scoped, SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(rig.published().groups()).extracting(Group::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(rig.sandbox().requests().total("ListGroups")).isZero();
            assertThat(rig.sandbox().requests().total("ListUsers")).isZero();
        }
    }

    @Test
    void aGroupThatIsDeniedIsAGapAndKeepsItsMembers() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(6, SMALL))) {
            rig.sync();
            var before = rig.published().memberships();
            GroupId denied = rig.directory().groups().get(20).id();
            rig.sandbox().faults().denyGroup(denied);
            SyncResult result = rig.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(result.gaps()).isEqualTo(1);
            assertThat(rig.published().memberships()).isEqualTo(before);

            rig.sandbox().faults().clear();
            assertThat(ExitCodes.of(rig.sync())).isZero();
        }
    }

    @Test
    void anUnchangedDirectoryWritesNoHistory() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(7, SMALL))) {
            rig.sync();
            var before = HistoryWrites.of(rig.dataSource());
            SyncResult result = rig.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(HistoryWrites.of(rig.dataSource())).isEqualTo(before);
        }
    }

    @Test
    void theGuardHoldsBackAndConsentPublishesWithoutARequest() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(8, SMALL))) {
            rig.sync();
            var before = rig.published().memberships();
            rig.directory().groups().stream()
                    .limit(20)
                    .toList()
                    .forEach(group -> rig.directory().removeGroup(group.id()));
            SyncResult guarded = rig.sync();

            assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
            assertThat(ExitCodes.of(guarded)).isEqualTo(3);
            assertThat(rig.published().memberships()).isEqualTo(before);

            rig.sandbox().requests().clear();
            long id = java.util.Objects.requireNonNull(guarded.snapshotId());
            SyncResult consented = rig.sync(
                    rig.source().build(),
                    new SyncOptions(false, null, new dev.rollcall.store.publish.PublishRequest.Consent(id, "alice")));

            assertThat(consented.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(consented.snapshotId()).isEqualTo(id);
            assertThat(rig.sandbox().requests().total()).isZero();
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void membershipsAreReadWhileGroupsAreListedAndEndWithAListingThatFails(Cloud cloud) {
        try (SyncFixture rig =
                new SyncFixture(cloud, SandboxDirectory.generate(10, Shape.of(300, 2_000, 100), cloud))) {
            Source source = rig.source().pageSize(1).build();
            rig.sandbox().faults().latency(Duration.ofMillis(10));
            CompletableFuture<SyncResult> failing =
                    CompletableFuture.supplyAsync(() -> rig.sync(source, SyncOptions.DEFAULT));
            Awaitility.await().until(() -> rig.sandbox().requests().served("ListGroupMemberships") > 0);
            rig.sandbox().faults().denyOperation("ListGroups");
            SyncResult failed = failing.join();

            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.error()).isNotNull();
            assertThat(failed.error().operation()).isEqualTo("ListGroups");
            assertThat(snapshotsKnownToThePlanner(rig)).contains(String.valueOf(failed.snapshotId()));

            rig.sandbox().faults().clear();
            assertThat(rig.sync(source, SyncOptions.DEFAULT).error()).isNull();
            rig.published().isExactly(rig.directory());
        }
    }

    private static String snapshotsKnownToThePlanner(SyncFixture rig) {
        return JdbcClient.create(rig.dataSource())
                .sql("""
                        SELECT most_common_vals::text FROM pg_stats
                        WHERE schemaname = 'staging' AND tablename = 'group_checkpoint' AND attname = 'snapshot'
                        """)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    @Test
    void aDeniedListingFailsTheRunAndTheNextOneGoesOn() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(9, SMALL))) {
            rig.sandbox().faults().denyOperation("ListUsers");
            SyncResult failed = rig.sync();

            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ExitCodes.of(failed)).isEqualTo(1);
            assertThat(failed.error()).isNotNull();
            assertThat(failed.error().operation()).isEqualTo("ListUsers");

            rig.sandbox().faults().clear();
            SyncResult resumed = rig.sync();
            assertThat(resumed.resumed()).isTrue();
            assertThat(resumed.snapshotId()).isEqualTo(failed.snapshotId());
            rig.published().isExactly(rig.directory());
        }
    }
}
