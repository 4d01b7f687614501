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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals to a JVM of its own, in each state of a run: it ends soon, says so, and the next run goes on. */
class SignalsTest {
    /** A source's workers, and the listing of users beside them. */
    private static final int READERS = 4 + 1;

    private static final Shape SHAPE = Shape.of(60, 1_500, 400);

    /** The contract's ten seconds, and some for a machine that does more than this. */
    private static final Duration SOON = Duration.ofSeconds(12);

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
    void terminatedWhileItListsGroups() {
        whileListingGroups(Signal.TERM);
    }

    @Test
    @Tag("faults")
    void interruptedWhileItListsGroups() {
        whileListingGroups(Signal.INT);
    }

    private void whileListingGroups(Signal signal) {
        fixture.sandbox().faults().latency(LONG_ANSWER);
        try (ChildRun run = start()) {
            run.await(() -> fixture.sandbox().requests().total() > 0);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @Test
    void interruptedWhileItReadsMemberships() {
        whileReadingMemberships(Signal.INT);
    }

    @Test
    @Tag("faults")
    void terminatedWhileItReadsMemberships() {
        whileReadingMemberships(Signal.TERM);
    }

    private void whileReadingMemberships(Signal signal) {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItWaitsAsLongAsTheProviderSays(Signal signal) {
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            fixture.sandbox().faults().throttlingStorm(true).retryAfter(Duration.ofMinutes(10));
            run.await(() -> fixture.sandbox().requests().throttled() > 0);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItWaitsForAProviderThatIsDown(Signal signal) {
        try (ChildRun run = start()) {
            run.await(() -> membershipPages() >= 10);
            fixture.sandbox().faults().share(Fault.UNAVAILABLE_503, 1).retryAfter(Duration.ofMinutes(10));
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> unserved() > 0);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItWaitsBetweenAttemptsThatFail(Signal signal) {
        fixture.sandbox().faults().share(Fault.ERROR_500, 1);
        try (ChildRun run = start()) {
            run.await(() -> unserved() > 3);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItsPublishWaitsForALock(Signal signal) {
        published();
        try (LockedTable lock = LockedTable.of(fixture.dataSource(), "directory.memberships_history");
                ChildRun run = start()) {
            run.await(lock::hasWaiter);
            stopsAt(run, signal);
        }
        theNextRunGoesOn();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileAChunkWaitsForALock(Signal signal) {
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "staging.memberships"), signal);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItOpensItsSnapshot(Signal signal) {
        published();
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "staging.fence"), signal);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void whileItRegistersItsSource(Signal signal) {
        endsWhileItWaitsFor(LockedTable.of(fixture.dataSource(), "directory.source"), signal);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    @Tag("faults")
    void beforeItHasLookedAtTheDatabase(Signal signal) {
        endsWhileItWaitsFor(LockedTable.whole(fixture.dataSource(), "batch.schema_history"), signal);
    }

    /** A run that waits for a table; the next one succeeds once that is free. */
    private void endsWhileItWaitsFor(LockedTable table, Signal signal) {
        try (table;
                ChildRun run = start()) {
            run.await(table::hasWaiter);
            endsAt(run, signal);
        }
        theNextRunSucceeds();
    }

    /** The directory was read once, and has changed since. */
    private void published() {
        assertThat(fixture.application().sync(source).error()).isNull();
        directory.change(1);
        fixture.sandbox().requests().clear();
    }

    private ChildRun start() {
        return ChildRun.start(fixture.settings(), source);
    }

    /** The run ends as a shell expects it, and Spring Batch knows it as stopped. */
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

    /** The lock is free, and the chunks in flight were committed: only what a reader was ahead may be read twice. */
    private void theNextRunGoesOn() {
        SyncResult result = theNextRunSucceeds();
        assertThat(result.resumed()).isTrue();
        assertThat(fixture.sandbox().requests().servedAgain()).hasSizeLessThanOrEqualTo(READERS);
    }

    private SyncResult theNextRunSucceeds() {
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
