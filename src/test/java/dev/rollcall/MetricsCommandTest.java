package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.metrics.SourceGauge;
import dev.rollcall.monitoring.NeedsPrometheus;
import dev.rollcall.monitoring.Prometheus;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code rollcall metrics}: the state of all sources, for Prometheus. */
class MetricsCommandTest {
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(rollcall_\\w+)\\{provider=\"aws\",source=\"acme\"} (\\S+)$");

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(723, Shape.of(6, 60, 20), Cloud.AWS));

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void sourceThatWasNeverSyncedIsStaleAndNothingElse() {
        cli.run("migrate").isDone();

        assertThat(samples()).isEqualTo(Map.of("rollcall_stale", 1.0));
    }

    @Test
    void publishedSourceTellsWhatItHoldsAndWhatItsRunDid() {
        long begin = System.currentTimeMillis() / 1_000;
        cli.run("sync", "acme").isDone();

        Map<String, Double> samples = samples();

        assertThat(samples)
                .containsEntry("rollcall_groups", 6.0)
                .containsEntry("rollcall_memberships", 60.0)
                .containsEntry("rollcall_users", (double) cli.directory().userCount())
                .containsEntry("rollcall_gaps", 0.0)
                .containsEntry("rollcall_members_joined", 0.0)
                .containsEntry("rollcall_members_left", 0.0)
                .containsEntry(
                        "rollcall_requests", (double) cli.sandbox().requests().total())
                .containsEntry("rollcall_retries", 0.0)
                .containsEntry("rollcall_throttles", 0.0)
                .containsEntry("rollcall_guard_held", 0.0)
                .containsEntry("rollcall_run_failed", 0.0)
                .containsEntry("rollcall_stale", 0.0)
                .containsEntry("rollcall_notices_undelivered", 0.0)
                .doesNotContainKeys("rollcall_running_groups_known", "rollcall_running_groups_read");
        assertThat(samples.get("rollcall_published_timestamp_seconds")).isGreaterThanOrEqualTo((double) begin);
        assertThat(samples.get("rollcall_read_timestamp_seconds"))
                .isBetween((double) begin, samples.get("rollcall_published_timestamp_seconds"));
        assertThat(samples.get("rollcall_run_duration_seconds")).isPositive();
    }

    @Test
    void gapsGuardFailureAndWhatIsUnderWayAreTold() {
        cli.sandbox().faults().denyGroup(cli.directory().groups().get(0).id());
        cli.run("sync", "acme").endsWith(4);
        assertThat(samples()).containsEntry("rollcall_gaps", 1.0);

        cli.sandbox().faults().clear();
        cli.directory().groups().stream()
                .limit(3)
                .forEach(group -> cli.directory().removeGroup(group.id()));
        cli.run("sync", "acme").endsWith(3);
        assertThat(samples()).containsEntry("rollcall_guard_held", 1.0).containsEntry("rollcall_run_failed", 0.0);

        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        assertThat(samples())
                .containsEntry("rollcall_run_failed", 1.0)
                .containsKeys("rollcall_running_groups_known", "rollcall_running_groups_read");
    }

    @Test
    void whatIsOlderThanTheJobFileWantsIsStale() {
        cli.run("sync", "acme").isDone();
        cli.job("acme", cli.jobFile() + "fresh-within: 1h\n");
        assertThat(samples()).containsEntry("rollcall_stale", 0.0);

        cli.jdbc()
                .sql(
                        "UPDATE directory.snapshot SET read_to = read_to - interval '2 hours', read_from = read_from - interval '2 hours'")
                .update();

        assertThat(samples()).containsEntry("rollcall_stale", 1.0);

        cli.job("acme", cli.jobFile() + "schedule: every 6h\n");
        assertThat(samples()).containsEntry("rollcall_stale", 0.0);
        cli.job("acme", cli.jobFile() + "schedule: every 1h\n");
        assertThat(samples()).containsEntry("rollcall_stale", 1.0);
    }

    @Test
    void fileIsReplacedInOneStep() throws IOException {
        cli.run("sync", "acme").isDone();
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-metrics")) {
            Path file = folder.write("rollcall.prom", "what was there before");

            assertThat(cli.run("metrics", "-o", file.toString()).isDone().out()).isEmpty();

            assertThat(Files.readString(file)).contains("rollcall_groups{provider=\"aws\",source=\"acme\"} 6.0\n");
            try (var left = Files.list(folder.path())) {
                assertThat(left).containsExactly(file);
            }
        }
    }

    /** The table of the document has a row a gauge, with its help. */
    @Test
    void documentHasTheHelpOfEachGauge() throws IOException {
        String document = Files.readString(Path.of("docs/operating.md"));

        assertThat(Arrays.stream(SourceGauge.values()))
                .allSatisfy(gauge ->
                        assertThat(document).contains("| `" + gauge.metric() + "` | " + gauge.help() + " |\n"));
    }

    /** What Debian's own programs make of the text. */
    @Nested
    @NeedsPrometheus
    class WithPrometheus {
        private final TemporaryFolder folder = TemporaryFolder.create("rollcall-textfiles");

        @AfterEach
        void close() {
            folder.close();
        }

        @Test
        void promtoolHasNothingToSayOfIt() {
            cli.run("sync", "acme").isDone();
            Path file =
                    folder.write("rollcall.prom", cli.run("metrics").isDone().out());

            ProgramRun checked = ProgramRun.of(List.of("sh", "-c", "promtool check metrics < " + file));

            assertThat(checked.output()).isEmpty();
            assertThat(checked.exitCode()).isZero();
        }

        @Test
        void textGoesThroughNodeExporterIntoPrometheus() {
            cli.run("sync", "acme").isDone();
            cli.run("metrics", "-o", folder.resolve("rollcall.prom").toString()).isDone();
            Map<String, Double> written = samples();

            try (Prometheus prometheus = Prometheus.start(folder.path())) {
                List<JsonNode> series = prometheus.await(
                        "{__name__=~\"rollcall_.*\", source=\"acme\", provider=\"aws\"}", found -> !found.isEmpty());

                Map<String, Double> stored = series.stream()
                        .collect(Collectors.toMap(
                                one -> one.at("/metric/__name__").asString(),
                                one -> Double.valueOf(one.at("/value/1").asString())));
                assertThat(stored).isEqualTo(written);
            }
        }
    }

    private Map<String, Double> samples() {
        String text = cli.run("metrics").isDone().out();
        Map<String, Double> samples = SAMPLE.matcher(text)
                .results()
                .collect(Collectors.toMap(sample -> sample.group(1), sample -> Double.valueOf(sample.group(2))));
        assertThat(text.lines().filter(line -> !line.startsWith("#"))).hasSize(samples.size());
        return samples;
    }
}
