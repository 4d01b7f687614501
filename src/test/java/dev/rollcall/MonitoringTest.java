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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code jobs/monitoring}, as Debian's Prometheus takes them. */
@NeedsPrometheus
class MonitoringTest {
    static final Path FOLDER = Path.of("jobs", "monitoring");
    private static final Pattern METRIC = Pattern.compile("\\brollcall_[a-z_]+");

    @Test
    void rulesFireWhenTheyShouldAndOnlyThen() {
        ProgramRun tested = ProgramRun.of(List.of(
                "promtool",
                "test",
                "rules",
                FOLDER.resolve("rollcall-rules-test.yml").toString()));

        assertThat(tested.output()).contains("SUCCESS");
        assertThat(tested.exitCode()).isZero();
    }

    @Test
    void everyRuleIsTestedBothWays() throws IOException {
        String rules = Files.readString(FOLDER.resolve("rollcall-rules.yml"));
        String tests = Files.readString(FOLDER.resolve("rollcall-rules-test.yml"));

        assertThat(Pattern.compile("- alert: (\\w+)").matcher(rules).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(alert -> {
                    assertThat(tests).contains("alertname: " + alert + "}");
                    assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:");
                });
    }

    @Test
    void rulesAndDashboardNameMetricsThatThereAre() throws IOException {
        List<String> known =
                Arrays.stream(SourceGauge.values()).map(SourceGauge::metric).toList();
        for (String file : List.of("rollcall-rules.yml", "rollcall-dashboard.json")) {
            assertThat(METRIC.matcher(Files.readString(FOLDER.resolve(file)))
                            .results()
                            .map(MatchResult::group))
                    .as(file)
                    .isNotEmpty()
                    .isSubsetOf(known);
        }
    }

    @Test
    void everyFileHasItsTest() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder(
                            "rollcall-rules.yml", "rollcall-rules-test.yml", "rollcall-dashboard.json");
        }
    }

    /** One source with all that can be told of one: a publish with a gap, then a run that failed on its way. */
    @Test
    void everyQueryOfTheDashboardHasAnAnswer() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("rollcall-dashboard.json")));
        try (CliFixture cli =
                        new CliFixture(Cloud.AWS, SandboxDirectory.generate(725, Shape.of(6, 60, 20), Cloud.AWS));
                TemporaryFolder textfiles = TemporaryFolder.create("rollcall-textfiles")) {
            cli.sandbox().faults().denyGroup(cli.directory().groups().get(0).id());
            cli.run("sync", "acme").endsWith(4);
            cli.sandbox().faults().denyOperation("ListUsers");
            cli.run("sync", "acme").endsWith(1);
            cli.run("metrics", "-o", textfiles.resolve("rollcall.prom").toString())
                    .isDone();

            try (Prometheus prometheus = Prometheus.start(textfiles.path())) {
                prometheus.await("rollcall_stale", series -> !series.isEmpty());
                List<String> queries = queries(dashboard);
                assertThat(queries)
                        .hasSizeGreaterThan(20)
                        .allSatisfy(query -> assertThat(prometheus.query(query.replace("$source", "acme")))
                                .as(query)
                                .isNotEmpty());
                assertThat(prometheus.query("count by (source) (rollcall_stale)"))
                        .as("what the variable source chooses from")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void dashboardHasARowForTheFleetAndOneForASource() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("rollcall-dashboard.json")));

        List<String> rows = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels").values()) {
            if (panel.path("type").asString().equals("row")) {
                rows.add(panel.path("title").asString());
            } else {
                assertThat(panel.path("targets").values())
                        .as(panel.path("title").asString())
                        .isNotEmpty();
            }
        }
        assertThat(rows).containsExactly("Fleet", "One source: $source");
        assertThat(dashboard.at("/templating/list").values())
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("datasource", "source");
    }

    private static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels").values()) {
            for (JsonNode target : panel.path("targets").values()) {
                queries.add(target.path("expr").asString());
            }
        }
        return queries;
    }
}
