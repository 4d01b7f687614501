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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole job between both providers' wire protocols and a real database. */
class SyncTest {
    private static final Shape SMALL = Shape.of(40, 2_000, 450);

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void publishesExactlyWhatTheProviderHas(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(1, SMALL, cloud))) {
            SyncResult result = fixture.sync();

            assertThat(result.error()).isNull();
            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(Objects.requireNonNull(result.comparison()).baseline()).isTrue();
            assertThat(Objects.requireNonNull(result.requests()).requests())
                    .isEqualTo(fixture.sandbox().requests().total());
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void followsADirectoryThatChanges(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(2, SMALL, cloud))) {
            fixture.sync();
            for (int day = 1; day <= 3; day++) {
                fixture.directory().change(day);
                SyncResult result = fixture.sync();
                assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
                fixture.published().isExactly(fixture.directory());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void survivesAProviderThatFailsOneRequestInFive(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(3, SMALL, cloud))) {
            fixture.sandbox()
                    .faults()
                    .seed(7)
                    .share(Fault.ERROR_500, 0.05)
                    .share(Fault.UNAVAILABLE_503, 0.05)
                    .share(Fault.RESET, 0.05)
                    .share(Fault.CUT_OFF, 0.05);
            SyncResult result = fixture.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(Objects.requireNonNull(result.requests()).retries()).isPositive();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void survivesARateLimitThatTheJobFileOverstates(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(4, Shape.of(30, 300, 40), cloud))) {
            fixture.sandbox().faults().rateLimit(new RateLimit(40, 5));
            SyncResult result = fixture.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(Objects.requireNonNull(result.requests()).throttles()).isPositive();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void readsOnlyTheGroupsOfTheScope(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(5, SMALL, cloud))) {
            List<GroupId> ids = fixture.directory().groups().stream()
                    .map(Group::id)
                    .limit(7)
                    .toList();
            Source scoped = fixture.source()
                    .scope(new Source.GroupIds(ids))
                    .users(false)
                    .build();
            SyncResult result = fixture.sync(scoped, SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(fixture.published().groups()).extracting(Group::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(fixture.sandbox().requests().total("ListGroups")).isZero();
            assertThat(fixture.sandbox().requests().total("ListUsers")).isZero();
        }
    }

    @Test
    void groupThatIsDeniedIsAGapAndKeepsItsMembers() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(6, SMALL))) {
            fixture.sync();
            var before = fixture.published().memberships();
            GroupId denied = fixture.directory().groups().get(20).id();
            fixture.sandbox().faults().denyGroup(denied);
            SyncResult result = fixture.sync();

            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(Objects.requireNonNull(result.comparison()).gaps()).isEqualTo(1);
            assertThat(fixture.published().memberships()).isEqualTo(before);

            fixture.sandbox().faults().clear();
            assertThat(ExitCodes.of(fixture.sync())).isZero();
        }
    }

    @Test
    void unchangedDirectoryWritesNoHistory() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(7, SMALL))) {
            fixture.sync();
            var before = HistoryWrites.of(fixture.dataSource());
            SyncResult result = fixture.sync();

            assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
        }
    }

    @Test
    void guardHoldsBackAndConsentPublishesWithoutARequest() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(8, SMALL))) {
            fixture.sync();
            var before = fixture.published().memberships();
            fixture.directory().groups().stream()
                    .limit(20)
                    .toList()
                    .forEach(group -> fixture.directory().removeGroup(group.id()));
            SyncResult guarded = fixture.sync();

            assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
            assertThat(ExitCodes.of(guarded)).isEqualTo(3);
            assertThat(fixture.published().memberships()).isEqualTo(before);

            fixture.sandbox().requests().clear();
            long id = java.util.Objects.requireNonNull(guarded.snapshotId());
            SyncResult consented = fixture.sync(
                    fixture.source().build(),
                    new SyncOptions(false, null, new dev.rollcall.store.publish.PublishRequest.Consent(id, "alice")));

            assertThat(consented.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(consented.snapshotId()).isEqualTo(id);
            assertThat(fixture.sandbox().requests().total()).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void membershipsAreReadWhileGroupsAreListedAndEndWithAListingThatFails(Cloud cloud) {
        try (SyncFixture fixture =
                new SyncFixture(cloud, SandboxDirectory.generate(10, Shape.of(300, 2_000, 100), cloud))) {
            Source source = fixture.source().pageSize(1).build();
            fixture.sandbox().faults().latency(Duration.ofMillis(10));
            CompletableFuture<SyncResult> failing =
                    CompletableFuture.supplyAsync(() -> fixture.sync(source, SyncOptions.DEFAULT));
            Awaitility.await().until(() -> fixture.sandbox().requests().served("ListGroupMemberships") > 0);
            fixture.sandbox().faults().denyOperation("ListGroups");
            SyncResult failed = failing.join();

            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.error()).isNotNull();
            assertThat(failed.error().operation()).isEqualTo("ListGroups");
            assertThat(snapshotsKnownToThePlanner(fixture)).contains(String.valueOf(failed.snapshotId()));

            fixture.sandbox().faults().clear();
            assertThat(fixture.sync(source, SyncOptions.DEFAULT).error()).isNull();
            fixture.published().isExactly(fixture.directory());
        }
    }

    private static String snapshotsKnownToThePlanner(SyncFixture fixture) {
        return JdbcClient.create(fixture.dataSource())
                .sql("""
                        SELECT most_common_vals::text FROM pg_stats
                        WHERE schemaname = 'staging' AND tablename = 'group_checkpoint' AND attname = 'snapshot'
                        """)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    @Test
    void deniedListingFailsTheRunAndTheNextOneGoesOn() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(9, SMALL))) {
            fixture.sandbox().faults().denyOperation("ListUsers");
            SyncResult failed = fixture.sync();

            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ExitCodes.of(failed)).isEqualTo(1);
            assertThat(failed.error()).isNotNull();
            assertThat(failed.error().operation()).isEqualTo("ListUsers");

            fixture.sandbox().faults().clear();
            SyncResult resumed = fixture.sync();
            assertThat(resumed.resumed()).isTrue();
            assertThat(resumed.snapshotId()).isEqualTo(failed.snapshotId());
            fixture.published().isExactly(fixture.directory());
        }
    }
}
