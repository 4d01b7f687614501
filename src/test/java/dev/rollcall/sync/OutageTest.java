package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.pacing.RetryLimits;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.RequestLog;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of groups that fail, and of a source that is away, with limits that a test can wait for. */
class OutageTest {
    private static final Shape SHAPE = Shape.of(30, 600, 100);
    private static final String LIST_MEMBERSHIPS = "ListGroupMemberships";
    private static final RetryLimits SHORT = new RetryLimits(3, Duration.ofMillis(300), Duration.ofMinutes(5));
    private static final RetryLimits SLOW = new RetryLimits(3, Duration.ofSeconds(2), Duration.ofMinutes(5));
    private static final RetryLimits SOON_AWAY = new RetryLimits(3, Duration.ofMillis(300), Duration.ofSeconds(2));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** A Spring context that starts takes away the appenders of tests. */
    private SyncFixture listeningTo(SyncFixture fixture) {
        log.start();
        ((Logger) LoggerFactory.getLogger("dev.rollcall.sync.step")).addAppender(log);
        return fixture;
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger("dev.rollcall.sync.step")).detachAppender(log);
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupThatKeepsFailingIsAGapAndTheOthersAreRead(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(61, SHAPE, cloud), SHORT)) {
            Group failing = fixture.directory().groups().get(3);
            fixture.sandbox().faults().failGroup(failing.id());
            SyncResult result = fixture.sync();

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(fixture.published().groups()).hasSize(30);
            assertThat(gaps(fixture)).containsExactly(failing.id().value());
        }
    }

    @Test
    void groupThatAloneIsLeftAndKeepsFailingIsAGap() {
        try (SyncFixture fixture =
                new SyncFixture(Cloud.AWS, SandboxDirectory.generate(62, Shape.of(1, 5, 5)), SHORT)) {
            fixture.sandbox()
                    .faults()
                    .failGroup(fixture.directory().groups().get(0).id());
            SyncResult result =
                    fixture.sync(fixture.source().users(false).workers(1).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupThatFailsForAWhileIsReadAfterTheOthers(Cloud cloud) {
        try (SyncFixture fixture =
                listeningTo(new SyncFixture(cloud, SandboxDirectory.generate(63, SHAPE, cloud), SLOW))) {
            GroupId failing = fixture.directory().groups().get(3).id();
            fixture.sandbox().faults().failGroup(failing);
            CompletableFuture<SyncResult> run = CompletableFuture.supplyAsync(fixture::sync);
            awaitGivingWay(failing);
            fixture.sandbox().faults().clear();
            SyncResult result = run.join();

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @Test
    void groupThatFailsHalfwayGoesOnFromItsLastPage() {
        // So many users that their listing is answered for longer than a group may fail: else the source would be away.
        Shape shape = new Shape(3, 400, 200, 1_200);
        try (SyncFixture fixture =
                listeningTo(new SyncFixture(Cloud.AWS, SandboxDirectory.generate(64, shape), SLOW))) {
            GroupId largest = largest(fixture);
            Source source = fixture.source().pageSize(5).build();
            fixture.sandbox().faults().latency(Duration.ofMillis(50));
            CompletableFuture<SyncResult> run =
                    CompletableFuture.supplyAsync(() -> fixture.sync(source, SyncOptions.DEFAULT));
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> served(fixture, largest) >= 4);
            fixture.sandbox().faults().failGroup(largest);
            awaitGivingWay(largest);
            fixture.sandbox().faults().clear();

            assertThat(ExitCodes.of(run.join())).isZero();
            fixture.published().isExactly(fixture.directory());
            assertThat(fixture.sandbox().requests().served(LIST_MEMBERSHIPS, largest.value(), null))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void outageIsWaitedOutAndNothingIsBooked(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(65, SHAPE, cloud), SHORT)) {
            CompletableFuture<SyncResult> run = runInto(fixture, 10);
            long asked = fixture.sandbox().requests().total();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> fixture.sandbox().requests().total() >= asked + 20);
            assertThat(booked(fixture)).isZero();
            fixture.sandbox().faults().outage(false);
            SyncResult result = run.join();

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void sourceThatStaysAwayEndsTheRunWithoutAGapAndTheNextOneGoesOn(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(66, SHAPE, cloud), SOON_AWAY)) {
            SyncResult away = runInto(fixture, 10).join();

            isUnavailable(fixture, away);
            assertThat(Objects.requireNonNull(away.error()).message()).contains("nothing was answered for 2 s");

            isUnavailable(fixture, fixture.sync());

            fixture.sandbox().faults().clear();
            SyncResult resumed = fixture.sync();
            assertThat(resumed.resumed()).isTrue();
            assertThat(ExitCodes.of(resumed)).isZero();
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    @Timeout(60)
    void runThatWaitsForItsSourceStopsWhenItIsToldTo(Cloud cloud) {
        try (SandboxFixture fixture = new SandboxFixture()) {
            SandboxDirectory directory = SandboxDirectory.generate(72, SHAPE, cloud);
            fixture.sandbox().faults().latency(Duration.ofMillis(50));
            SyncApplication application =
                    fixture.application(new RetryLimits(3, Duration.ofMillis(300), Duration.ofHours(1)));
            CompletableFuture<SyncResult> run = application.begin(
                    fixture.source("acme", cloud, directory).pageSize(10).build());
            awaitPages(fixture.sandbox(), 5);
            fixture.sandbox().faults().outage(true);
            long asked = fixture.sandbox().requests().total();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> fixture.sandbox().requests().total() >= asked + 20);
            application.close();

            assertThat(run.join().outcome()).isEqualTo(Outcome.STOPPED);
        }
    }

    @Test
    void dryRunOfASourceThatIsAwayFailsAndLeavesNothing() {
        try (SyncFixture fixture =
                new SyncFixture(Cloud.AWS, SandboxDirectory.generate(67, SHAPE, Cloud.AWS), SOON_AWAY)) {
            fixture.sandbox().faults().outage(true);
            SyncResult result =
                    fixture.sync(fixture.source().build(), new SyncOptions(false, (source, difference) -> {}, null));

            assertThat(ExitCodes.of(result)).isEqualTo(1);
            assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo("unavailable");
            assertThat(count(fixture, "SELECT count(*) FROM directory.snapshot"))
                    .isZero();
        }
    }

    /** Nothing but the failing group is left to the second run: nothing that it reads is answered. */
    @Test
    void groupThatStillFailsInAResumedRunIsAGap() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(68, SHAPE, Cloud.AWS), SHORT)) {
            fixture.sandbox()
                    .faults()
                    .failGroup(fixture.directory().groups().get(3).id());
            JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
            jdbc.sql("ALTER TABLE directory.groups_history ADD CONSTRAINT refused CHECK (false)")
                    .update();
            assertThat(ExitCodes.of(fixture.sync())).isEqualTo(1);

            jdbc.sql("ALTER TABLE directory.groups_history DROP CONSTRAINT refused")
                    .update();
            SyncResult resumed = fixture.sync();
            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            assertThat(ExitCodes.of(resumed)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void idOfTheScopeThatKeepsFailingIsAGapAndTheOthersAreRead(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(69, SHAPE, cloud), SHORT)) {
            List<GroupId> ids = ids(fixture);
            fixture.sandbox().faults().denyOperation("DescribeGroups").failGroup(ids.get(2));
            SyncResult result = fixture.sync(scoped(fixture, ids), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isEqualTo(4);
            assertThat(fixture.published().groups()).hasSize(ids.size() - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void idOfTheScopeThatFailsForAWhileIsReadAfterTheOthers(Cloud cloud) {
        try (SyncFixture fixture =
                listeningTo(new SyncFixture(cloud, SandboxDirectory.generate(70, SHAPE, cloud), SLOW))) {
            List<GroupId> ids = ids(fixture);
            fixture.sandbox().faults().denyOperation("DescribeGroups").failGroup(ids.get(2));
            CompletableFuture<SyncResult> run =
                    CompletableFuture.supplyAsync(() -> fixture.sync(scoped(fixture, ids), SyncOptions.DEFAULT));
            awaitGivingWay(ids.get(2));
            fixture.sandbox().faults().clear();
            SyncResult result = run.join();

            assertThat(result.error()).isNull();
            assertThat(ExitCodes.of(result)).isZero();
            assertThat(fixture.published().groups()).hasSize(ids.size());
        }
    }

    /** Reads some pages of memberships, and then meets an outage. */
    private static CompletableFuture<SyncResult> runInto(SyncFixture fixture, int pages) {
        Source source = fixture.source().pageSize(10).build();
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        CompletableFuture<SyncResult> run =
                CompletableFuture.supplyAsync(() -> fixture.sync(source, SyncOptions.DEFAULT));
        awaitPages(fixture.sandbox(), pages);
        fixture.sandbox().faults().outage(true);
        return run;
    }

    /** Looks often enough that most pages are still to be read. */
    private static void awaitPages(Sandbox sandbox, int pages) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sandbox.requests().served(LIST_MEMBERSHIPS) >= pages);
    }

    private static void isUnavailable(SyncFixture fixture, SyncResult result) {
        assertThat(ExitCodes.of(result)).isEqualTo(1);
        assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo("unavailable");
        assertThat(booked(fixture)).isZero();
    }

    private static long booked(SyncFixture fixture) {
        return count(fixture, "SELECT count(*) FROM staging.group_checkpoint WHERE state IN ('gap', 'gone')");
    }

    private static long count(SyncFixture fixture, String sql) {
        return JdbcClient.create(fixture.dataSource())
                .sql(sql)
                .query(Long.class)
                .single();
    }

    private static List<String> gaps(SyncFixture fixture) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT group_id FROM directory.gaps")
                .query(String.class)
                .list();
    }

    private static GroupId largest(SyncFixture fixture) {
        SandboxDirectory directory = fixture.directory();
        return directory.groups().stream()
                .map(Group::id)
                .max(Comparator.comparingInt(
                        group -> directory.memberships(group).size()))
                .orElseThrow();
    }

    private static long served(SyncFixture fixture, GroupId group) {
        return fixture.sandbox().requests().entries().stream()
                .filter(entry -> group.value().equals(entry.page().subject()))
                .mapToLong(RequestLog.Entry::served)
                .sum();
    }

    private void awaitGivingWay(GroupId group) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> List.copyOf(log.list).stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .anyMatch(line -> line.startsWith("group " + group + " fails and is tried again")));
    }

    private static List<GroupId> ids(SyncFixture fixture) {
        return fixture.directory().groups().stream().map(Group::id).limit(6).toList();
    }

    private static Source scoped(SyncFixture fixture, List<GroupId> ids) {
        return fixture.source().scope(new Source.GroupIds(ids)).build();
    }
}
