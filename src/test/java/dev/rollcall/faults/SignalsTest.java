package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends signals to a run in a JVM of its own, in each of its states: it ends soon, says so, and the next run resumes. */
class SignalsTest {
    /** A source's workers, and the reader of users beside them. */
    private static final int READERS = 4 + 1;

    private static final Shape SHAPE = Shape.of(60, 1_500, 400);

    /** Ten seconds are promised; a busy machine takes longer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration LONG_ANSWER = Duration.ofMillis(1_500);

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(301, SHAPE);
    private final Source source =
            fixture.source("acme", Cloud.AWS, directory).pageSize(20).build();

    @AfterEach
    void close() {
        fixture.close();
    }

    private enum Signal {
        TERM(143),
        INT(130);

        private final int exitCode;

        Signal(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    @Test
    void runTerminatedWhileItListsGroupsStops() {
        signalWhileListingGroups(Signal.TERM);
    }

    @Test
    @Tag("faults")
    void runInterruptedWhileItListsGroupsStops() {
        signalWhileListingGroups(Signal.INT);
    }

    private void signalWhileListingGroups(Signal signal) {
        fixture.sandbox().faults().latency(LONG_ANSWER);
        try (ChildRun run = start()) {
            run.await(() -> fixture.sandbox().requests().total() > 0);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    @Test
    void runInterruptedWhileItReadsMembershipsStops() {
        signalWhileReadingMemberships(Signal.INT);
    }

    @Test
    @Tag("faults")
    void runTerminatedWhileItReadsMembershipsStops() {
        signalWhileReadingMemberships(Signal.TERM);
    }

    private void signalWhileReadingMemberships(Signal signal) {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    /** In the short form the one that schedulers send: a run does the same on each. */
    static Stream<Signal> signals() {
        return SuiteSize.ofThisRun() == SuiteSize.SHORT ? Stream.of(Signal.TERM) : Stream.of(Signal.values());
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void exitCodeOfTheSignalIsToldAndKept(Signal signal) {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = ChildRun.start(fixture.settings(), source, "--json")) {
            run.await(() -> membershipPages() >= 10);
            run.signal(signal.name());
            assertThat(run.awaitExit(SOON)).as(run.output()).isEqualTo(signal.exitCode);
            assertThat(run.output())
                    .contains("\"outcome\":\"stopped\"", "\"exit_code\":" + signal.exitCode, "\"gaps\":null");
        }
        assertThat(fixture.jdbc()
                        .sql("SELECT outcome || ' ' || exit_code FROM directory.last_runs")
                        .query(String.class)
                        .single())
                .isEqualTo("stopped " + signal.exitCode);
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatWaitsAsTheProviderAsksStops(Signal signal) {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            fixture.sandbox().faults().throttlingStorm(true).retryAfter(Duration.ofMinutes(10));
            run.await(() -> fixture.sandbox().requests().throttled() > 0);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatWaitsForAProviderThatIsDownStops(Signal signal) {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            fixture.sandbox().faults().share(Fault.UNAVAILABLE_503, 1).retryAfter(Duration.ofMinutes(10));
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> unserved() > 0);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    /** It would wait for the answers for ten minutes. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void runWhoseAnswersDripStops(Cloud cloud) {
        SandboxDirectory store = SandboxDirectory.generate(302, SHAPE, cloud);
        Source dripping = fixture.source("acme", cloud, store)
                .pageSize(20)
                .timeout(Duration.ofMinutes(10))
                .build();
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = ChildRun.start(fixture.settings(), dripping)) {
            run.await(() -> membershipPages() >= 10);
            fixture.sandbox().faults().share(Fault.DRIP, 1);
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> unserved() > 3);
            stopsAt(run, Signal.TERM);
        }
        fixture.sandbox().faults().clear();
        SyncResult result = fixture.application().sync(dripping);
        assertThat(result.resumed()).isTrue();
        fixture.published("acme").isExactly(store);
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatWaitsBetweenAttemptsStops(Signal signal) {
        fixture.sandbox().faults().share(Fault.ERROR_500, 1);
        try (ChildRun run = start()) {
            run.await(() -> unserved() > 3);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runWhosePublishWaitsForALockStops(Signal signal) {
        published();
        try (LockedTable lock = LockedTable.of(fixture.dataSource(), "directory.memberships_history");
                ChildRun run = start()) {
            run.await(lock::hasWaiter);
            stopsAt(run, signal);
        }
        nextRunResumes();
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runWhoseStatisticsTakeLongStops(Signal signal) {
        published();
        analyzeBy("SELECT pg_sleep(600)::text");
        try (ChildRun run = start()) {
            run.await(() -> fixture.jdbc()
                    .sql("SELECT EXISTS (SELECT FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event = 'PgSleep')")
                    .query(Boolean.class)
                    .single());
            stopsAt(run, signal);
        }
        analyzeBy("SELECT ''::text WHERE false");
        nextRunResumes();
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runWhoseChunkWaitsForALockEnds(Signal signal) {
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "staging.memberships"), signal);
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatOpensItsSnapshotEnds(Signal signal) {
        published();
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "staging.fence"), signal);
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatRegistersItsSourceEnds(Signal signal) {
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "directory.source"), signal);
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("faults")
    void runThatHasNotYetLookedAtTheDatabaseEnds(Signal signal) {
        endsWhileItWaitsFor(LockedTable.whole(fixture.dataSource(), "batch.schema_history"), signal);
    }

    private void analyzeBy(String sql) {
        fixture.jdbc()
                .sql("CREATE OR REPLACE FUNCTION staging.analyze() RETURNS SETOF text LANGUAGE sql AS $$ " + sql
                        + " $$")
                .update();
    }

    /** A run that waits for a table; the next one succeeds once that is free. */
    private void endsWhileItWaitsFor(LockedTable table, Signal signal) {
        try (table;
                ChildRun run = start()) {
            run.await(table::hasWaiter);
            endsAt(run, signal);
        }
        nextRunSucceeds();
    }

    /** Publishes once and changes the directory. */
    private void published() {
        assertThat(fixture.application().sync(source).error()).isNull();
        directory.change(1);
        fixture.sandbox().requests().clear();
    }

    private ChildRun start() {
        return ChildRun.start(fixture.settings(), source);
    }

    /** The run ends with the exit code that a shell expects, and Spring Batch records it as stopped. */
    private void stopsAt(ChildRun run, Signal signal) {
        endsAt(run, signal);
        assertThat(fixture.jdbc()
                        .sql("SELECT status FROM batch.batch_job_execution ORDER BY job_execution_id DESC LIMIT 1")
                        .query(String.class)
                        .single())
                .as(run.output())
                .isEqualTo("STOPPED");
    }

    private static void endsAt(ChildRun run, Signal signal) {
        run.signal(signal.name());
        assertThat(run.awaitExit(SOON)).as(run.output()).isEqualTo(signal.exitCode);
        assertThat(run.output().lines().filter(line -> line.endsWith("; run again to resume")))
                .as(run.output())
                .hasSize(1);
        assertThat(run.output()).contains("stopped").doesNotContain("\tat ");
    }

    /** The lock is free and the chunks in flight were committed; only prefetched pages may be read twice. */
    private void nextRunResumes() {
        SyncResult result = nextRunSucceeds();
        assertThat(result.resumed()).isTrue();
        assertThat(fixture.sandbox().requests().servedAgain()).hasSizeLessThanOrEqualTo(READERS);
    }

    private SyncResult nextRunSucceeds() {
        fixture.sandbox().faults().clear();
        SyncResult result = fixture.application().sync(source);
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published("acme").isExactly(directory);
        return result;
    }

    private long membershipPages() {
        return fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS);
    }

    private long unserved() {
        return fixture.sandbox().requests().total()
                - fixture.sandbox().requests().served();
    }
}
