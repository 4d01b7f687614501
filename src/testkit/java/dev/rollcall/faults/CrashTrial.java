package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs the program with faults, one process after the other, then unharmed; and looks each time whether all is as it
 * must be.
 */
final class CrashTrial {
    /**
     * What nobody leaves behind once a later run has ended: what a run does not drop, the next one's opening does. An
     * execution whose end got lost stays UNKNOWN for ever: its snapshot went on in another job instance.
     */
    static final String LEFT = """
            SELECT DISTINCT t.what || ' of a snapshot ' || coalesce(s.outcome, 'that is gone')
              FROM (SELECT 'memberships' AS what, snapshot FROM staging.memberships
                    UNION ALL SELECT 'groups', snapshot FROM staging.groups
                    UNION ALL SELECT 'users', snapshot FROM staging.users
                    UNION ALL SELECT 'checkpoints', snapshot FROM staging.group_checkpoint
                    UNION ALL SELECT 'listing checkpoints', snapshot FROM staging.listing_checkpoint
                    UNION ALL SELECT 'tallies', snapshot FROM staging.run_tally) t
              LEFT JOIN directory.snapshot s ON s.id = t.snapshot
             WHERE s.outcome IS NULL OR s.outcome IN ('published', 'discarded') OR s.dry_run
            UNION ALL SELECT 'dry run ' || id FROM directory.snapshot WHERE dry_run
            UNION ALL SELECT 'snapshot that is open: ' || id FROM directory.snapshot WHERE outcome = 'open'
            UNION ALL SELECT 'job execution ' || status FROM batch.batch_job_execution
                       WHERE status IN ('STARTING', 'STARTED', 'STOPPING')
            """;

    private final ScenarioTemplate stage;
    private final TestDatabase database;
    private final DataSource session;
    private final SimulatedProcess program;
    private final ReaderRows readers;
    private final List<String> before;
    private final Map<Instant, List<String>> past;
    private final List<SimulatedProcess.Run> runs = new ArrayList<>();

    /** @param session one that stays open: opening one costs several times what a question does */
    private CrashTrial(ScenarioTemplate stage, TestDatabase database, DataSource session) {
        this.stage = stage;
        this.database = database;
        this.session = session;
        this.program =
                new SimulatedProcess(database, stage.store(), stage.scenario().source());
        this.readers = new ReaderRows(session);
        this.before = readers.now();
        this.past = readers.publishTimes().stream().collect(Collectors.toMap(Function.identity(), readers::asOf));
    }

    /**
     * Carries out the plans, each in a process of its own.
     *
     * @return all runs, in order: one a plan, and the unharmed ones after them
     */
    static List<SimulatedProcess.Run> of(ScenarioTemplate stage, List<FaultPlan> plans) {
        try (TestDatabase database = stage.copy();
                ReusedConnection session = ReusedConnection.on(database)) {
            CrashTrial trial = new CrashTrial(stage, database, session.dataSource());
            try {
                for (FaultPlan plan : plans) {
                    trial.harmed(plan);
                }
                trial.recovers();
                trial.settles();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        stage.scenario() + ", " + plans + ", " + trial.runs + ": " + e.getMessage(), e);
            }
            return trial.runs;
        }
    }

    private void harmed(FaultPlan plan) {
        boolean published = isPublished();
        CommittedRows checkpoints = CommittedRows.of(session);
        SimulatedProcess.Run run = run(plan, options());
        goesOnFrom(checkpoints, run);
        boolean now = isPublished();
        assertThat(now || !published).as("what was published stays").isTrue();
        SyncResult result = run.result();
        if (result == null) {
            assertThat(run.events().injectedAt())
                    .as("ended without a result, unharmed")
                    .isNotNull();
        } else if (result.outcome() == Outcome.PUBLISHED) {
            assertThat(now).as("told as published, and is").isTrue();
        } else if (run.events().injectedAt() == null) {
            ended(result);
        }
    }

    private void recovers() {
        boolean published = isPublished();
        CommittedRows checkpoints = CommittedRows.of(session);
        HistoryWrites writes = HistoryWrites.of(session);
        SimulatedProcess.Run run = run(FaultPlan.UNHARMED, options());
        assertThat(run.result()).as(run.toString()).isNotNull();
        goesOnFrom(checkpoints, run);
        ended(run.result());
        assertThat(isPublished()).isEqualTo(published || stage.scenario().publishes());
        if (published) {
            assertThat(HistoryWrites.of(session)).isEqualTo(writes);
        }
        hasIntegrity();
    }

    private void ended(SyncResult result) {
        if (stage.scenario() == Scenario.CONSENT && result.outcome() == Outcome.FAILED) {
            // The run before published it, and nobody was told.
            assertThat(ExitCodes.of(result)).as(String.valueOf(result.error())).isEqualTo(2);
            assertThat(isPublished()).isTrue();
            return;
        }
        assertThat(result.outcome())
                .as(String.valueOf(result.error()))
                .isEqualTo(stage.scenario().outcome());
    }

    /** Publishes, if that is still to be done, and runs once more: nothing changed, so nothing is written. */
    private void settles() {
        SimulatedProcess unguarded = new SimulatedProcess(database, stage.store(), Scenario.CHANGED.source());
        if (!isPublished()) {
            SimulatedProcess.Run run = unguarded.run(FaultPlan.UNHARMED, SyncOptions.DEFAULT);
            runs.add(run);
            assertThat(isPublished()).as(run.toString()).isTrue();
        }
        HistoryWrites writes = HistoryWrites.of(session);
        SimulatedProcess.Run unchanged = unguarded.run(FaultPlan.UNHARMED, SyncOptions.DEFAULT);
        runs.add(unchanged);
        assertThat(unchanged.result()).as(unchanged.toString()).isNotNull();
        assertThat(ExitCodes.of(unchanged.result())).as(unchanged.toString()).isZero();
        assertThat(HistoryWrites.of(session)).isEqualTo(writes);
        isPublished();
        isTidy();
    }

    private SyncOptions options() {
        return stage.scenario().options(stage.guarded());
    }

    private SimulatedProcess.Run run(FaultPlan plan, SyncOptions options) {
        SimulatedProcess.Run run = program.run(plan, options);
        runs.add(run);
        return run;
    }

    /** Whether readers are told what the directory holds; else they are told, whole, what they were told before. */
    private boolean isPublished() {
        past.forEach((time, rows) ->
                assertThat(readers.asOf(time)).as("as of " + time).isEqualTo(rows));
        if (readers.now().equals(before)) {
            return false;
        }
        new PublishedRows(session, "acme").isExactly(stage.store().truth());
        return true;
    }

    /** No page is asked for again that was committed; but a dry run reads everything, beside what is staged. */
    private void goesOnFrom(CommittedRows checkpoints, SimulatedProcess.Run run) {
        if (stage.scenario() != Scenario.DRY_RUN) {
            assertThat(checkpoints.askedAgain(run.events().answered())).isEmpty();
        }
    }

    private void hasIntegrity() {
        assertThat(new Integrity(session).problems()).isEmpty();
    }

    private void isTidy() {
        hasIntegrity();
        assertThat(JdbcClient.create(session).sql(LEFT).query(String.class).list())
                .as("left behind")
                .isEmpty();
    }

    static @Nullable ProcessEvent injectedAt(List<SimulatedProcess.Run> runs) {
        return runs.get(0).events().injectedAt();
    }
}
