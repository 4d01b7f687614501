package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that hold their source but no longer work: stopped, or killed while the database works for them. */
@Tag("faults")
class ZombieTest {
    private static final Shape SHAPE = Shape.of(60, 1_500, 400);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How long locks may outlast the client that held them. */
    private static final Duration LOCKS_OF_THE_DEAD = Duration.ofSeconds(15);

    private static final Pattern HOW_TO_END_IT = Pattern.compile("SELECT pg_terminate_backend\\((\\d+)\\)");

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(311, SHAPE);
    private final Source source =
            fixture.source("acme", Cloud.AWS, directory).pageSize(20).build();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void stoppedRunHoldsItsSourceUntilItsSessionIsEndedAndThenChangesNothing() {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun zombie = start()) {
            zombie.await(() -> fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS) >= 10);
            zombie.signal("STOP");
            fixture.sandbox().faults().clear();
            endAsTold(refused(zombie));
            anotherPublishes();

            changesNothing(zombie);
        }
        nextRunPublishes();
    }

    @Test
    void runStoppedInItsPublishChangesNothing() {
        fixture.application().sync(source);
        directory.change(1);
        try (ChildRun zombie = start()) {
            try (LockedTable lock = LockedTable.of(fixture.dataSource(), "directory.memberships_history")) {
                zombie.await(lock::hasWaiter);
                zombie.signal("STOP");
                endAsTold(refused(zombie));
                endPublish();
            }
            anotherPublishes();

            changesNothing(zombie);
        }
        nextRunPublishes();
    }

    @Test
    void runKilledInALongStatementReleasesItsSource() {
        fixture.application().sync(source);
        directory.change(1);
        CompletableFuture<SyncResult> next;
        try (LockedTable lock = LockedTable.of(fixture.dataSource(), "directory.memberships_history")) {
            try (ChildRun run = start()) {
                run.await(lock::hasWaiter);
                assertThat(run.kill()).isTrue();
            }
            long before = epoch();
            SyncApplication application = fixture.application();
            next = new CompletableFuture<>();
            CompletableFuture<SyncResult> taken = next;
            Thread tries = new Thread(() -> taken.complete(untilNotBusy(application)));
            tries.start();
            Awaitility.await().atMost(LOCKS_OF_THE_DEAD).until(() -> epoch() > before);
        }
        SyncResult result = next.join();
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(result.resumed()).isTrue();
        fixture.published("acme").isExactly(directory);
    }

    private SyncResult untilNotBusy(SyncApplication application) {
        SyncResult result = application.sync(source);
        while (result.outcome() == Outcome.BUSY) {
            result = application.sync(source);
        }
        return result;
    }

    private ChildRun start() {
        return ChildRun.start(fixture.settings(), source);
    }

    /** A second run ends and names the run that holds the source. */
    private String refused(ChildRun holder) {
        try (ChildRun second = start()) {
            assertThat(second.awaitExit(PATIENCE)).as(second.output()).isEqualTo(5);
            assertThat(second.output())
                    .containsPattern("host \\S+, process " + holder.pid() + ", since \\d{4}-\\d\\d-\\d\\dT");
            return second.output();
        }
    }

    /** Runs the statement that the message gives, as a person would. */
    private void endAsTold(String message) {
        Matcher statement = HOW_TO_END_IT.matcher(message);
        assertThat(statement.find()).as(message).isTrue();
        assertThat(fixture.jdbc().sql(statement.group()).query(Boolean.class).single())
                .isTrue();
    }

    /** Ends the session whose statement waits for the test's lock; it is not the session of the source's lock. */
    private void endPublish() {
        assertThat(fixture.jdbc().sql("""
                                SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
                                 WHERE NOT granted
                                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                """).query(Boolean.class).list())
                .isNotEmpty()
                .allMatch(ended -> ended);
    }

    private void anotherPublishes() {
        try (ChildRun another = start()) {
            assertThat(another.awaitExit(PATIENCE)).as(another.output()).isZero();
        }
        fixture.published("acme").isExactly(directory);
    }

    private void changesNothing(ChildRun zombie) {
        HistoryWrites before = HistoryWrites.of(fixture.dataSource());
        List<String> now = new ReaderRows(fixture.dataSource()).now();
        String snapshots = snapshots();

        zombie.signal("CONT");

        assertThat(zombie.awaitExit(PATIENCE)).as(zombie.output()).isEqualTo(1);
        assertThat(zombie.output().lines().filter(line -> line.startsWith("acme: failed")))
                .as(zombie.output())
                .singleElement()
                .asString()
                .containsAnyOf("the source's lock is gone", "a later run took source", "terminating connection");
        assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
        assertThat(new ReaderRows(fixture.dataSource()).now()).isEqualTo(now);
        assertThat(snapshots()).isEqualTo(snapshots);
    }

    private void nextRunPublishes() {
        directory.change(2);
        SyncResult next = fixture.application().sync(source);
        assertThat(next.error()).isNull();
        fixture.published("acme").isExactly(directory);
    }

    private long epoch() {
        return fixture.jdbc()
                .sql("SELECT max(epoch) FROM staging.fence")
                .query(Long.class)
                .single();
    }

    private String snapshots() {
        return fixture.jdbc()
                .sql("SELECT string_agg(s::text, E'\\n' ORDER BY s.id) FROM directory.snapshot s")
                .query(String.class)
                .single();
    }
}
