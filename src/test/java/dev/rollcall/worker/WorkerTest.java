package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.RunIdentity;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers in processes of their own, on a real database, with the sandbox as their sources. */
class WorkerTest {
    private static final Shape SMALL = Shape.of(6, 60, 20);
    private static final Shape LARGE = Shape.of(60, 1_500, 400);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** Ten seconds are promised; a busy machine takes longer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** When a source is due once and not again in this test. */
    private static final String ONCE = "every 1d";

    private final SandboxFixture fixture = new SandboxFixture();
    private final TemporaryFolder jobs = TemporaryFolder.create("rollcall-jobs");
    private final List<ChildRun> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(ChildRun::close);
        jobs.close();
        fixture.close();
    }

    @Test
    void sourcesAreReadAgainAndAgainByTheirSchedule() {
        SandboxDirectory directory = SandboxDirectory.generate(401, SMALL);
        job(fixture.source("acme", Cloud.AWS, directory).build(), "every 1s");
        fixture.jdbc().sql("""
                        INSERT INTO batch.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        VALUES ('elsewhere', 'schedule', now() - interval '1 hour', false, 1)
                        """).update();

        ChildRun worker = worker();
        worker.await(() -> published("acme") >= 2);
        directory.change(1);
        long before = published("acme");
        // The reading that is under way now may have begun before the change.
        worker.await(() -> published("acme") >= before + 2);
        fixture.published("acme").isExactly(directory);

        assertThat(worker.output())
                .contains("sources scheduled: 1; read at once: 2; connections: at most 24")
                .contains("acme: due at 20");
        assertThat(one("SELECT count(*) FROM batch.scheduled_tasks WHERE task_name = 'elsewhere' AND NOT picked"))
                .as("a source of another host's job files is left alone")
                .isOne();
        ends(worker);
    }

    @Test
    void workerOpensNoMoreConnectionsThanItMay() {
        SandboxDirectory directory = SandboxDirectory.generate(402, LARGE);
        for (String name : List.of("a", "b", "c", "d")) {
            job(
                    fixture.source(name, Cloud.AWS, directory)
                            .pageSize(20)
                            .workers(8)
                            .build(),
                    ONCE);
        }
        fixture.sandbox().faults().latency(Duration.ofMillis(20));
        long[] most = new long[1];

        ChildRun worker = worker("--connections", "40");
        worker.await(() -> {
            most[0] = Math.max(most[0], one("""
                            SELECT count(*) FROM pg_stat_activity
                             WHERE application_name LIKE 'rollcall-worker%' AND datname = current_database()
                            """));
            return List.of("a", "b", "c", "d").stream().allMatch(name -> published(name) == 1);
        });

        assertThat(worker.output()).contains("sources scheduled: 4; read at once: 4; connections: at most 40");
        assertThat(most[0]).isBetween(10L, 40L);
    }

    @Test
    void sourceOfAKilledWorkerIsTakenOverAndResumed() {
        SandboxDirectory directory = SandboxDirectory.generate(403, LARGE);
        job(fixture.source("acme", Cloud.AWS, directory).pageSize(20).build(), ONCE);
        ChildRun first = reading();

        assertThat(first.kill()).isTrue();
        fixture.sandbox().faults().clear();
        ChildRun second = worker();
        second.await(() -> published("acme") == 1);

        fixture.published("acme").isExactly(directory);
        assertThat(one("SELECT runs FROM directory.snapshots WHERE outcome = 'published'"))
                .as("the interrupted snapshot went on")
                .isEqualTo(2);
        assertThat(second.output()).containsPattern("gives no sign of life since .*due again at once");
        second.await(() -> one("SELECT consecutive_failures FROM batch.scheduled_tasks") == 0);
    }

    @Test
    void frozenWorkerLosesItsSourceAndChangesNothingWhenItGoesOn() {
        SandboxDirectory directory = SandboxDirectory.generate(404, LARGE);
        job(fixture.source("acme", Cloud.AWS, directory).pageSize(20).build(), ONCE);
        ChildRun frozen = reading();

        frozen.signal("STOP");
        fixture.sandbox().faults().clear();
        ChildRun second = worker();
        second.await(() -> published("acme") == 1);
        fixture.published("acme").isExactly(directory);
        assertThat(second.output())
                .contains("the session of a worker that gives no sign of life held the source, and is ended")
                .doesNotContain("does not answer");
        second.await(() -> isDueLater("acme"));

        HistoryWrites before = HistoryWrites.of(fixture.dataSource());
        frozen.signal("CONT");
        frozen.await(() -> frozen.output().contains("another worker took the source over"));
        assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
        assertThat(published("acme")).isOne();
        assertThat(isDueLater("acme")).isTrue();
        ends(frozen);
    }

    @Test
    void workerThatIsToldToEndLeavesItsSourceDueAtOnce() {
        SandboxDirectory directory = SandboxDirectory.generate(405, LARGE);
        job(fixture.source("acme", Cloud.AWS, directory).pageSize(20).build(), ONCE);
        ChildRun first = reading();
        // Slow enough that it is still reading when it is told to end.
        fixture.sandbox().faults().latency(Duration.ofSeconds(2));

        assertThat(status())
                .as("which worker reads what")
                .contains("on host " + RunIdentity.host() + ", process " + first.pid());
        ends(first);
        fixture.sandbox().faults().clear();
        assertThat(one("""
                        SELECT count(*) FROM batch.scheduled_tasks
                         WHERE NOT picked AND execution_time <= now() AND consecutive_failures = 0
                        """)).isOne();
        ChildRun second = worker();
        second.await(() -> published("acme") == 1);

        fixture.published("acme").isExactly(directory);
        assertThat(one("SELECT runs FROM directory.snapshots WHERE outcome = 'published'"))
                .isEqualTo(2);
        assertThat(second.output()).doesNotContain("no sign of life");
    }

    @Test
    void newChangedWrongAndRemovedJobFilesCountWhileTheWorkerRuns() {
        Source acme = fixture.source("acme", Cloud.AWS, SandboxDirectory.generate(406, SMALL))
                .build();
        Source other = fixture.source("other", Cloud.HUAWEI, SandboxDirectory.generate(407, SMALL, Cloud.HUAWEI))
                .build();
        job(acme, ONCE);
        ChildRun worker = worker();
        worker.await(() -> published("acme") == 1);

        job(other, ONCE);
        worker.await(() -> published("other") == 1);
        worker.await(() -> worker.output().contains("is new: due at "));

        jobs.write("other.yaml", "provider: nobody\n");
        worker.await(() -> worker.output().contains("other.yaml:1: provider: expected one of"));
        assertThat(rows("other")).isOne();

        job(acme, "every 1s");
        worker.await(() -> published("acme") >= 2);
        worker.await(() -> worker.output().contains("its job file changed: due at "));

        jobs.delete("other.yaml");
        worker.await(() -> rows("other") == 0);
        worker.await(() -> worker.output().contains("has no job file any more"));
        jobs.delete("acme.yaml");
        worker.await(() -> worker.output().contains("no job file; expected at least one"));
        assertThat(rows("acme")).as("a folder that is empty ends nothing").isOne();
        assertThat(worker.output().lines().filter(line -> line.contains("expected one of")))
                .as("what is wrong is told once")
                .hasSize(1);
    }

    @Test
    void runByHandKeepsItsSourceAndTheScheduleCountsFromIt() {
        SandboxDirectory directory = SandboxDirectory.generate(408, SMALL);
        Source acme = fixture.source("acme", Cloud.AWS, directory).build();
        job(acme, ONCE);
        PageGate gate = new PageGate(1);
        SyncApplication application = fixture.application(gate::around);
        CompletableFuture<SyncResult> byHand = application.begin(acme);
        gate.awaitRun();

        ChildRun worker = worker();
        worker.await(() -> worker.output().contains("another run holds it"));
        gate.open();
        assertThat(byHand.join().outcome()).isEqualTo(Outcome.PUBLISHED);
        worker.await(() -> is("NOT picked AND execution_time > now() + interval '1 hour'", "acme"));

        assertThat(worker.output()).contains("was read since it came due").doesNotContain("and is ended");
        assertThat(published("acme")).isOne();
        assertThat(one("""
                        SELECT count(*) FROM batch.scheduled_tasks t, directory.snapshots s
                         WHERE t.execution_time = s.read_from + interval '1 day'
                        """)).isOne();
    }

    @Test
    void sourceThatKilledFiveWorkersInARowIsParkedUntilARunByHandPublishes() {
        SandboxDirectory directory = SandboxDirectory.generate(409, LARGE);
        Source acme = fixture.source("acme", Cloud.AWS, directory).pageSize(20).build();
        job(acme, ONCE);
        ChildRun first = reading();
        fixture.jdbc()
                .sql("UPDATE batch.scheduled_tasks SET consecutive_failures = 4")
                .update();
        assertThat(first.kill()).isTrue();
        fixture.sandbox().faults().clear();

        ChildRun second = worker();
        second.await(() -> isParked("acme"));
        assertThat(fixture.jdbc()
                        .sql("SELECT outcome || ': ' || message FROM directory.last_runs")
                        .query(String.class)
                        .single())
                .startsWith("failed: parked: 5 workers in a row were killed while they read the source");
        assertThat(status()).contains("PARKED since 20", ": 5 workers in a row were killed ");

        assertThat(fixture.application().sync(acme).outcome()).isEqualTo(Outcome.PUBLISHED);
        second.await(() -> !isParked("acme"));
        assertThat(status()).doesNotContain("PARKED");
        second.await(() -> second.output().contains("was published, and is parked no longer: due at "));
        assertThat(isDueLater("acme")).isTrue();
        assertThat(one("SELECT consecutive_failures FROM batch.scheduled_tasks"))
                .isZero();
    }

    @Test
    void changedJobFileFreesAParkedSource() {
        Source acme = fixture.source("acme", Cloud.AWS, SandboxDirectory.generate(410, SMALL))
                .build();
        job(acme, ONCE);
        ChildRun worker = worker();
        worker.await(() -> published("acme") == 1);
        worker.await(() -> isDueLater("acme"));
        fixture.jdbc().sql("""
                        UPDATE batch.scheduled_tasks SET execution_time = '2500-01-01 12:00Z', last_failure = now(),
                               consecutive_failures = 6, version = version + 1
                        """).update();

        job(acme, "every 1s");
        worker.await(() -> published("acme") >= 2);
    }

    @Test
    void longestUnreadOfTheSourcesThatAreDueIsReadFirst() {
        List<String> names = List.of("a", "b", "c");
        SyncApplication application = fixture.application();
        for (String name : names) {
            Source source = fixture.source(name, Cloud.AWS, SandboxDirectory.generate(411, SMALL))
                    .build();
            job(source, ONCE);
            application.sync(source);
        }
        job(
                fixture.source("never", Cloud.AWS, SandboxDirectory.generate(412, SMALL))
                        .build(),
                ONCE);
        fixture.jdbc().sql("""
                        UPDATE directory.snapshot n
                           SET read_from = now() - d.days * interval '1 day', published_at = now() - d.days * interval '1 day'
                          FROM directory.source s
                          JOIN (VALUES ('a', 3), ('b', 4), ('c', 2)) AS d (name, days) ON d.name = s.name
                         WHERE n.source = s.id
                        """).update();

        ChildRun worker = worker("--at-once", "1");
        worker.await(() -> one("SELECT count(*) FROM batch.scheduled_tasks WHERE execution_time > now()") == 4);

        assertThat(fixture.jdbc()
                        .sql("SELECT source FROM directory.last_runs ORDER BY started_at")
                        .query(String.class)
                        .list())
                .containsExactly("never", "b", "a", "c");
    }

    /** A worker that is reading memberships of {@code acme}, slowly. */
    private ChildRun reading() {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        ChildRun worker = worker();
        worker.await(() -> fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS) >= 10);
        return worker;
    }

    private ChildRun worker(String... options) {
        ChildRun worker = ChildRun.worker(fixture.settings(), HEARTBEAT, jobs.path(), options);
        workers.add(worker);
        return worker;
    }

    private void ends(ChildRun worker) {
        worker.signal("TERM");
        assertThat(worker.awaitExit(SOON)).as(worker.output()).isEqualTo(143);
    }

    private void job(Source source, String schedule) {
        jobs.write(
                source.name() + ".yaml",
                JobFileText.of(source).schedule(schedule).toString());
    }

    private String status() {
        DatabaseSettings database = fixture.settings();
        Map<String, String> environment =
                new HashMap<>(DatabaseEnvironment.of(database.url(), database.user(), database.password()));
        environment.put("ROLLCALL_JOBS", jobs.path().toString());
        return CommandCall.run(environment, "status").out();
    }

    private long published(String source) {
        return one(
                "SELECT count(*) FROM directory.snapshots WHERE outcome = 'published' AND source = '" + source + "'");
    }

    private long rows(String source) {
        return one("SELECT count(*) FROM batch.scheduled_tasks WHERE task_name = '" + source + "'");
    }

    private boolean isDueLater(String source) {
        return is("NOT picked AND execution_time > now()", source);
    }

    private boolean isParked(String source) {
        return is("NOT picked AND execution_time > now() + interval '100 years'", source);
    }

    private boolean is(String condition, String source) {
        return one("SELECT count(*) FROM batch.scheduled_tasks WHERE task_name = '" + source + "' AND " + condition)
                == 1;
    }

    private long one(String sql) {
        return fixture.jdbc().sql(sql).query(Long.class).single();
    }
}
