package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.LoggedWarnings;
import dev.rollcall.fixture.StatementTrap;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is committed is the outcome, whatever the run meets afterwards; the rest is left to the next run. */
class FinalOutcomeTest {
    private static final String LEFT = "the staged rows of finished snapshots are left to the next run";

    private final SyncFixture fixture =
            new SyncFixture(Cloud.AWS, SandboxDirectory.generate(71, Shape.of(40, 400, 60)));
    private final LoggedWarnings warnings = new LoggedWarnings();

    @AfterEach
    void close() {
        warnings.close();
        fixture.close();
    }

    @Test
    void publishedThoughAnotherSessionHoldsStagedRows() {
        long guarded = guarded();
        SyncResult result;
        try (LockedTable lock = LockedTable.of(fixture.dataSource(), "staging.memberships")) {
            assertThat(lock.hasWaiter()).isFalse();
            result =
                    fixture.sync(fixture.source().build(), new SyncOptions(false, null, new Consent(guarded, "alice")));
        }

        isPublished(result);
        isWarnedOf(LEFT);
        assertThat(stagedSnapshots()).isEqualTo(1);
        nextRunTidiesUp();
    }

    @Test
    void publishedThoughASessionIsKilledWhileItTidiesUp() {
        CompletableFuture<SyncResult> run;
        try (LockedTable gate = StatementTrap.waits(fixture.dataSource(), "DELETE", "staging.group_checkpoint")) {
            run = CompletableFuture.supplyAsync(fixture::sync);
            Awaitility.await().until(gate::hasWaiter);
            assertThat(jdbc().sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE NOT granted"
                                    + " AND relation = 'public.gate'::regclass")
                            .query(Boolean.class)
                            .list())
                    .containsExactly(true);
        }

        isPublished(run.join());
        isWarnedOf(LEFT);
        nextRunTidiesUp();
    }

    @Test
    void publishedThoughTheLocksSessionEndsWhileItTidiesUp() {
        CompletableFuture<SyncResult> run;
        try (LockedTable gate = StatementTrap.waits(fixture.dataSource(), "DELETE", "staging.group_checkpoint")) {
            run = CompletableFuture.supplyAsync(fixture::sync);
            Awaitility.await().until(gate::hasWaiter);
            assertThat(jdbc().sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE granted"
                                    + " AND locktype = 'advisory' AND objsubid = 2 AND database ="
                                    + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                            .query(Boolean.class)
                            .list())
                    .containsExactly(true);
        }

        isPublished(run.join());
        nextRunTidiesUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void processToldToStopWhileItTidiesUpHasPublished(String signal) {
        try (LockedTable gate = StatementTrap.waits(fixture.dataSource(), "DELETE", "staging.group_checkpoint");
                ChildRun run =
                        ChildRun.start(fixture.settings(), fixture.source().build())) {
            run.await(gate::hasWaiter);
            run.signal(signal);

            assertThat(run.awaitExit(Duration.ofSeconds(30))).as(run::output).isZero();
            assertThat(run.output()).contains("acme: published snapshot", LEFT).doesNotContain("run again", "\tat ");
        }
        nextRunTidiesUp();
    }

    @ParameterizedTest
    @CsvSource({
        "batch.batch_step_execution, NEW.step_name = 'publishSnapshot' AND NEW.status = 'COMPLETED'",
        "batch.batch_job_execution, NEW.status = 'COMPLETED'"
    })
    void publishedThoughSpringBatchCanNotRecordIt(String table, String when) {
        StatementTrap.fails(fixture.dataSource(), "UPDATE", table, when);
        SyncResult result = fixture.sync();

        isPublished(result);
        assertThat(warnings.messages()).anyMatch(line -> line.contains("is published; what came after failed:"));
        StatementTrap.remove(fixture.dataSource(), table);
        nextRunTidiesUp();
    }

    @Test
    void publishedThoughWhatEarlierRunsLeftCanNotBeDropped() {
        StatementTrap.fails(fixture.dataSource(), "DELETE", "staging.group_checkpoint");
        isPublished(fixture.sync());
        SyncResult result = fixture.sync();

        isPublished(result);
        isWarnedOf(LEFT);
        StatementTrap.remove(fixture.dataSource(), "staging.group_checkpoint");
        nextRunTidiesUp();
    }

    @Test
    void publishedThoughOldJobsCanNotBeDropped() {
        isPublished(fixture.sync());
        StatementTrap.fails(fixture.dataSource(), "DELETE", "batch.batch_job_execution");
        SyncResult result = fixture.sync();

        isPublished(result);
        isWarnedOf("job executions of finished snapshots are left to the next run");
    }

    @Test
    void dryRunFoundWhatItFoundThoughItCanNotTidyUp() {
        isPublished(fixture.sync());
        StatementTrap.fails(fixture.dataSource(), "DELETE", "staging.group_checkpoint");
        SyncResult result =
                fixture.sync(fixture.source().build(), new SyncOptions(false, (source, difference) -> {}, null));

        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.DRY_RUN);
        isWarnedOf(LEFT);
        StatementTrap.remove(fixture.dataSource(), "staging.group_checkpoint");
        nextRunTidiesUp();
    }

    @Test
    void guardedThoughItsRequestsCanNotBeCounted() {
        StatementTrap.fails(fixture.dataSource(), "INSERT", "staging.run_requests");
        guarded();

        isWarnedOf("can't be counted");
    }

    @Test
    void guardedThoughSpringBatchCanNotRecordIt() {
        StatementTrap.fails(
                fixture.dataSource(), "UPDATE", "batch.batch_job_execution", "NEW.status IN ('FAILED', 'COMPLETED')");
        guarded();
    }

    private long guarded() {
        isPublished(fixture.sync());
        fixture.directory().groups().stream()
                .limit(20)
                .toList()
                .forEach(group -> fixture.directory().removeGroup(group.id()));
        SyncResult guarded = fixture.sync();
        assertThat(guarded.error()).isNull();
        assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
        assertThat(Objects.requireNonNull(guarded.comparison()).guard()).isNotNull();
        return Objects.requireNonNull(guarded.snapshotId());
    }

    private void isPublished(SyncResult result) {
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(ExitCodes.of(result)).isZero();
        assertThat(result.publishedAt()).isNotNull();
        assertThat(result.comparison()).isNotNull();
        fixture.published().isExactly(fixture.directory());
    }

    private void isWarnedOf(String what) {
        assertThat(warnings.messages()).anyMatch(line -> line.contains(what) && !line.contains("stack trace"));
    }

    private void nextRunTidiesUp() {
        JdbcClient jdbc = jdbc();
        jdbc.sql("DROP TRIGGER IF EXISTS trap ON staging.group_checkpoint").update();
        isPublished(fixture.sync());
        assertThat(stagedSnapshots()).isZero();
    }

    private long stagedSnapshots() {
        return jdbc().sql("""
                        SELECT count(DISTINCT snapshot) FROM (
                            SELECT snapshot FROM staging.memberships UNION ALL SELECT snapshot FROM staging.groups
                            UNION ALL SELECT snapshot FROM staging.group_checkpoint
                            UNION ALL SELECT snapshot FROM staging.users
                            UNION ALL SELECT snapshot FROM staging.listing_checkpoint) s
                        """).query(Long.class).single();
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(fixture.dataSource());
    }
}
