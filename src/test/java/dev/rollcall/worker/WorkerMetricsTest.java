package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.machine.FreePort;
import dev.rollcall.monitoring.OtlpCollector;
import dev.rollcall.monitoring.OtlpCollector.Received;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker sends by OTLP while it reads sources again and again. */
class WorkerMetricsTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String DURATION = "rollcall.request.duration";
    private static final Shape SMALL = Shape.of(6, 60, 20);

    private final ProgramFixture program = new ProgramFixture();

    @AfterEach
    void close() {
        program.close();
    }

    @Test
    void gaugesOfEachRunAndDurationsOfAllAreSent() {
        program.job(source("acme", Cloud.AWS), "every 1s");
        program.job(source("emea", Cloud.HUAWEI), "every 1s");
        try (OtlpCollector collector = OtlpCollector.start()) {
            ChildRun worker = program.worker(collector);

            worker.await(() -> program.published("acme") >= 3 && program.published("emea") >= 3);
            ProgramFixture.end(worker);

            Received last = collector.last();
            assertThat(last.gauge("rollcall_groups")).isEqualTo(Map.of("acme", 6.0, "emea", 6.0));
            assertThat(last.count(DURATION, "ListGroupMemberships", "ok"))
                    .as("of all runs, of both sources")
                    .isBetween(6 * 6L, program.sandbox().sandbox().requests().total());
            assertThat(published(collector.received()))
                    .as("runs that were told while the worker went on")
                    .isGreaterThanOrEqualTo(2);
            assertThat(collector.received().stream()
                            .map(received -> received.resource().get("service.instance.id"))
                            .distinct())
                    .as("one process")
                    .hasSize(1);
        }
    }

    /** It sends its own sources, those of job files that came and went included. */
    @Test
    void sourcesAreThoseOfTheJobFilesOfThatMoment() {
        program.job(source("acme", Cloud.AWS), "every 1d");
        try (OtlpCollector collector = OtlpCollector.start()) {
            ChildRun worker = program.worker(collector);
            worker.await(() -> isTold(collector, "acme"));

            program.job(source("emea", Cloud.HUAWEI), "every 1d");
            worker.await(() -> isTold(collector, "emea"));
            assertThat(collector.last().gauge("rollcall_groups")).containsKeys("acme", "emea");

            program.removeJob("acme");
            worker.await(() -> !isTold(collector, "acme"));
        }
    }

    @Test
    void collectorThatIsAwayCostsOneLineInAllRuns() {
        program.job(source("acme", Cloud.AWS), "every 1s");
        ChildRun worker = program.worker(
                Map.of(ENDPOINT, "http://127.0.0.1:" + FreePort.find(), "OTEL_METRIC_EXPORT_INTERVAL", "100"));

        worker.await(() -> program.published("acme") >= 4);
        ProgramFixture.end(worker);

        assertThat(worker.output().lines().filter(line -> line.contains("metrics")))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("metrics can't be sent: ", "connection refused", ENDPOINT));
    }

    @Test
    void runsLeaveNoThreadAndNoFileBehind() {
        program.job(source("acme", Cloud.AWS), "every 1s");
        program.job(source("emea", Cloud.HUAWEI), "every 1s");
        try (OtlpCollector collector = OtlpCollector.start()) {
            ChildRun worker = program.worker(collector);
            worker.await(() -> program.published("acme") >= 4 && program.published("emea") >= 4);
            int[] before = most(worker, 8);
            int[] after = most(worker, 24);

            // A thread or a connection a run would be sixteen more of each source. Two runs at once have some twelve
            // more
            // than one.
            assertThat(after[0]).as("threads").isLessThan(before[0] + 20);
            assertThat(after[1]).as("files and connections").isLessThan(before[1] + 20);
        }
    }

    /** The most threads and open files until so many runs have published. */
    private int[] most(ChildRun worker, int runs) {
        int[] most = new int[2];
        worker.await(() -> {
            most[0] = Math.max(most[0], count(worker, "task"));
            most[1] = Math.max(most[1], count(worker, "fd"));
            return program.published("acme") >= runs && program.published("emea") >= runs;
        });
        return most;
    }

    private static int count(ChildRun worker, String what) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(worker.pid()), what))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTold(OtlpCollector collector, String source) {
        List<Received> received = collector.received();
        return !received.isEmpty()
                && received.get(received.size() - 1).names().contains("rollcall_groups")
                && collector.last().gauge("rollcall_groups").containsKey(source);
    }

    /** Distinct times of publish that were sent of a source. */
    private static long published(List<Received> received) {
        return received.stream()
                .filter(one -> one.names().contains("rollcall_published_timestamp_seconds"))
                .map(one -> one.gauge("rollcall_published_timestamp_seconds").get("acme"))
                .distinct()
                .count();
    }

    private Source source(String name, Cloud cloud) {
        return program.sandbox()
                .source(name, cloud, SandboxDirectory.generate(440, SMALL, cloud))
                .build();
    }
}
