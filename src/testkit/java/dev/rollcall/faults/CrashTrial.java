package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.fixture.WebhookReceiver;
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
 * Runs the program with the planned faults, one process after the other, and then without any; checks the database
 * after each run.
 */
final class CrashTrial {
    /**
     * Selects leftovers, of which there are none once a later run has ended: what a run does not drop, the opening of
     * the next one does. An execution whose end was lost stays UNKNOWN; its snapshot goes on in another job instance.
     */
    static final String LEFTOVERS = """
            SELECT DISTINCT t.what || ' of a snapshot ' || coalesce(s.outcome, 'that is gone')
              FROM (SELECT 'memberships' AS what, snapshot FROM staging.memberships
                    UNION ALL SELECT 'groups', snapshot FROM staging.groups
                    UNION ALL SELECT 'users', snapshot FROM staging.users
                    UNION ALL SELECT 'checkpoints', snapshot FROM staging.group_checkpoint
                    UNION ALL SELECT 'listing checkpoints', snapshot FROM staging.listing_checkpoint
                    UNION ALL SELECT 'counted requests', snapshot FROM staging.run_requests) t
              LEFT JOIN directory.snapshot s ON s.id = t.snapshot
             WHERE s.outcome IS NULL OR s.outcome IN ('published', 'discarded') OR s.dry_run
            UNION ALL SELECT 'dry run ' || id FROM directory.snapshot WHERE dry_run
            UNION ALL SELECT 'snapshot that is open: ' || id FROM directory.snapshot WHERE outcome = 'open'
            UNION ALL SELECT 'job execution ' || status FROM batch.batch_job_execution
                       WHERE status IN ('STARTING', 'STARTED', 'STOPPING')
            """;

    private static final String PUBLISHED = "SELECT id FROM directory.snapshot WHERE outcome = 'published'";
    private static final String HELD_BACK = "SELECT id FROM directory.snapshot WHERE guard IS NOT NULL";

    private final ScenarioTemplate template;
    private final TestDatabase database;
    private final DataSource session;
    private final WebhookReceiver receiver;
    private final SimulatedProcess program;
    private final ReaderRows readers;
    private final List<String> before;
    private final Map<Instant, List<String>> past;
    private final List<String> publishedBefore;
    private final List<SimulatedProcess.Run> runs = new ArrayList<>();

    /** @param session stays open, since opening a session costs several times as much as a query */
    private CrashTrial(ScenarioTemplate template, TestDatabase database, DataSource session, WebhookReceiver receiver) {
        this.template = template;
        this.database = database;
        this.session = session;
        this.receiver = receiver;
        this.program = new SimulatedProcess(
                database, template.store(), template.scenario().source(receiver.settings()));
        this.readers = new ReaderRows(session);
        this.before = readers.now();
        this.publishedBefore = snapshots(PUBLISHED);
        this.past = readers.publishTimes().stream().collect(Collectors.toMap(Function.identity(), readers::asOf));
    }

    /**
     * Carries out the plans, each in a process of its own.
     *
     * @return all runs in order: one for each plan, then those without faults
     */
    static List<SimulatedProcess.Run> of(ScenarioTemplate template, List<FaultPlan> plans) {
        try (TestDatabase database = template.copy();
                ReusedConnection session = ReusedConnection.on(database);
                WebhookReceiver receiver = new WebhookReceiver()) {
            CrashTrial trial = new CrashTrial(template, database, session.dataSource(), receiver);
            try {
                for (FaultPlan plan : plans) {
                    trial.harmed(plan);
                }
                trial.recovers();
                trial.settles();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        template.scenario() + ", " + plans + ", " + trial.runs + ": " + e.getMessage(), e);
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
                    .as("ended without a result and without a fault")
                    .isNotNull();
        } else if (result.outcome() == Outcome.PUBLISHED) {
            assertThat(now).as("reported as published, and is").isTrue();
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
        assertThat(isPublished()).isEqualTo(published || template.scenario().publishes());
        if (published) {
            assertThat(HistoryWrites.of(session)).isEqualTo(writes);
        }
        hasIntegrity();
    }

    private void ended(SyncResult result) {
        if (template.scenario() == Scenario.CONSENT && result.outcome() == Outcome.FAILED) {
            // The run before published it but died before it could report that.
            assertThat(ExitCodes.of(result)).as(String.valueOf(result.error())).isEqualTo(2);
            assertThat(isPublished()).isTrue();
            return;
        }
        assertThat(result.outcome())
                .as(String.valueOf(result.error()))
                .isEqualTo(template.scenario().outcome());
    }

    /** Publishes unless that is done already, then runs once more: nothing has changed, so nothing is written. */
    private void settles() {
        SimulatedProcess unguarded =
                new SimulatedProcess(database, template.store(), Scenario.CHANGED.source(receiver.settings()));
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
        everyOutcomeIsTold();
    }

    /** What was committed, and nothing else, was told at least once, and each time by the same event. */
    private void everyOutcomeIsTold() {
        List<String> published = new ArrayList<>(snapshots(PUBLISHED));
        published.removeAll(publishedBefore);
        assertThat(receiver.subjects("dev.rollcall.snapshot.published"))
                .as("published, and told")
                .containsExactlyInAnyOrderElementsOf(published);
        assertThat(snapshots(HELD_BACK)).containsAll(receiver.subjects("dev.rollcall.snapshot.guarded"));
        assertThat(JdbcClient.create(session)
                        .sql("SELECT count(*) FROM staging.notice")
                        .query(Long.class)
                        .single())
                .as("notices left")
                .isZero();
    }

    private List<String> snapshots(String which) {
        return JdbcClient.create(session).sql(which).query(String.class).list();
    }

    private SyncOptions options() {
        return template.scenario().options(template.guarded());
    }

    private SimulatedProcess.Run run(FaultPlan plan, SyncOptions options) {
        SimulatedProcess.Run run = program.run(plan, options);
        runs.add(run);
        return run;
    }

    /** Whether readers see exactly what the directory holds; otherwise they must see exactly what they saw before. */
    private boolean isPublished() {
        past.forEach((time, rows) ->
                assertThat(readers.asOf(time)).as("as of " + time).isEqualTo(rows));
        if (readers.now().equals(before)) {
            return false;
        }
        new PublishedRows(session, "acme").isExactly(template.store().truth());
        return true;
    }

    /** Committed pages are not requested again, except by a dry run, which reads everything. */
    private void goesOnFrom(CommittedRows checkpoints, SimulatedProcess.Run run) {
        if (template.scenario() != Scenario.DRY_RUN) {
            assertThat(checkpoints.askedAgain(run.events().answered())).isEmpty();
        }
    }

    private void hasIntegrity() {
        assertThat(new Integrity(session).whole()).isEmpty();
    }

    private void isTidy() {
        hasIntegrity();
        assertThat(JdbcClient.create(session).sql(LEFTOVERS).query(String.class).list())
                .as("left behind")
                .isEmpty();
    }

    static @Nullable ProcessEvent injectedAt(List<SimulatedProcess.Run> runs) {
        return runs.get(0).events().injectedAt();
    }
}
