package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.monitoring.OtlpCollector;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker's program as it is packaged, without what tests add to it: its log is a user's. */
final class ProgramFixture implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(12);

    private final SandboxFixture sandbox = new SandboxFixture();
    private final TemporaryFolder jobs = TemporaryFolder.create("rollcall-jobs");
    private final List<ChildRun> workers = new ArrayList<>();

    SandboxFixture sandbox() {
        return sandbox;
    }

    void job(Source source, String schedule) {
        jobs.write(
                source.name() + ".yaml",
                JobFileText.of(source).schedule(schedule).toString());
    }

    void removeJob(String source) {
        jobs.delete(source + ".yaml");
    }

    /** Starts a worker of a heartbeat of a second. */
    ChildRun worker(Map<String, String> variables, String... options) {
        DatabaseSettings database = sandbox.settings();
        List<String> arguments =
                new ArrayList<>(List.of("worker", "--jobs", jobs.path().toString()));
        arguments.addAll(List.of(options));
        ChildRun worker = ChildRun.of(
                ProgramCommand.java(jobs.path(), "-Drollcall.worker.heartbeat-millis=1000")
                        .with(DatabaseEnvironment.of(database.url(), database.user(), database.password()))
                        .with(variables),
                arguments.toArray(String[]::new));
        workers.add(worker);
        return worker;
    }

    /** Starts one that sends its metrics often. */
    ChildRun worker(OtlpCollector collector) {
        return worker(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString(), "OTEL_METRIC_EXPORT_INTERVAL", "200"));
    }

    /** Ends a worker as a service manager does. */
    static void end(ChildRun worker) {
        worker.signal("TERM");
        assertThat(worker.awaitExit(END)).as(worker.output()).isEqualTo(143);
    }

    long published(String source) {
        return sandbox.jdbc()
                .sql("SELECT count(*) FROM directory.snapshots WHERE outcome = 'published' AND source = ?")
                .param(source)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        workers.forEach(ChildRun::close);
        jobs.close();
        sandbox.close();
    }
}
