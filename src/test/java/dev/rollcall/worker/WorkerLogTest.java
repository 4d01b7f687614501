package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a worker that reads two sources at once: which source, snapshot and step each line is about. */
class WorkerLogTest {
    private static final Shape SHAPE = Shape.of(12, 200, 60);
    private static final Pattern REQUEST = Pattern.compile(
            "^\\S+Z DEBUG (\\S+) (\\d+) (listing|users|memberships|sample): (\\w+)(?: of group (\\S+))?: HTTP 200 in .*");
    private static final Set<String> STEPS = Set.of("listing", "users", "memberships", "sample", "publish");

    private final ProgramFixture program = new ProgramFixture();
    private final Map<String, SandboxDirectory> directories = new TreeMap<>(Map.of(
            "acme", SandboxDirectory.generate(441, SHAPE, Cloud.AWS),
            "emea", SandboxDirectory.generate(442, SHAPE, Cloud.HUAWEI)));

    @BeforeEach
    void twoSourcesThatTakeAWhile() {
        directories.forEach((name, directory) -> program.job(
                program.sandbox()
                        .source(name, name.equals("acme") ? Cloud.AWS : Cloud.HUAWEI, directory)
                        .pageSize(10)
                        .build(),
                "every 1d"));
        program.sandbox().sandbox().faults().latency(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        program.close();
    }

    @Test
    void textNamesSourceSnapshotAndStepAndMixesNothingUp() {
        List<String> lines = run(Map.of("ROLLCALL_LOG", "debug")).lines().toList();

        List<Matcher> requests =
                lines.stream().map(REQUEST::matcher).filter(Matcher::matches).toList();
        assertThat(requests)
                .hasSize((int) program.sandbox().sandbox().requests().total());
        Map<String, String> snapshots = snapshots();
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.group(2)).isEqualTo(snapshots.get(request.group(1)));
            if (request.group(5) != null) {
                assertThat(groups(request.group(1))).contains(request.group(5));
            }
        });
        assertThat(requests.stream().map(request -> request.group(1) + " " + request.group(3)))
                .contains(
                        "acme listing",
                        "acme users",
                        "acme memberships",
                        "emea listing",
                        "emea users",
                        "emea memberships");
        assertWereReadAtOnce(requests.stream().map(request -> request.group(1)).toList());
        assertThat(lines).anyMatch(line -> line.matches("\\S+Z INFO  acme: due at \\S+Z"));
        assertThat(lines).anyMatch(line -> line.matches("\\S+Z INFO  sources scheduled: 2; read at once: 2; .*"));
    }

    @Test
    void jsonNamesSourceSnapshotAndStepAndMixesNothingUp() {
        List<JsonNode> lines = run(Map.of("ROLLCALL_LOG", "debug", "ROLLCALL_LOG_FORMAT", "ecs"))
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();

        Map<String, String> snapshots = snapshots();
        List<JsonNode> ofSnapshots =
                lines.stream().filter(line -> !text(line, "snapshot").isEmpty()).toList();
        assertThat(ofSnapshots).allSatisfy(line -> {
            assertThat(text(line, "snapshot")).isEqualTo(snapshots.get(text(line, "source")));
            if (!text(line, "group").isEmpty()) {
                assertThat(groups(text(line, "source"))).contains(text(line, "group"));
            }
        });
        for (String source : directories.keySet()) {
            assertThat(ofSnapshots.stream()
                            .filter(line -> text(line, "source").equals(source))
                            .map(line -> text(line, "step"))
                            .filter(step -> !step.isEmpty())
                            .collect(Collectors.toSet()))
                    .isSubsetOf(STEPS)
                    .contains("listing", "users", "memberships");
        }
        assertWereReadAtOnce(
                ofSnapshots.stream().map(line -> text(line, "source")).toList());
        assertThat(lines.stream().filter(line -> line.at("/message").asString().startsWith("due at ")))
                .extracting(line -> text(line, "source"))
                .containsExactlyInAnyOrder("acme", "emea");
        assertThat(lines.stream().filter(line -> text(line, "source").isEmpty()))
                .as("lines about no source are the worker's own")
                .allSatisfy(line -> {
                    assertThat(text(line, "snapshot")).isEmpty();
                    assertThat(text(line, "step")).isEmpty();
                    assertThat(line.at("/message").asString()).doesNotContain("acme", "emea");
                });
    }

    /** Reads both sources once, ends, and returns what was logged. */
    private String run(Map<String, String> variables) {
        ChildRun worker = program.worker(variables);
        // Slow until both are under way.
        worker.await(() -> directories.keySet().stream().allMatch(source -> isAnswered(worker, source)));
        program.sandbox().sandbox().faults().clear();
        worker.await(() -> lines(worker, "due at ") == 2);
        ProgramFixture.end(worker);
        return worker.output();
    }

    private static boolean isAnswered(ChildRun worker, String source) {
        return worker.output().lines().anyMatch(line -> line.contains(source) && line.contains("ListGroups: HTTP 200"));
    }

    private static long lines(ChildRun worker, String with) {
        return worker.output().lines().filter(line -> line.contains(with)).count();
    }

    private static void assertWereReadAtOnce(List<String> sources) {
        assertThat(sources.lastIndexOf("acme")).isGreaterThan(sources.indexOf("emea"));
        assertThat(sources.lastIndexOf("emea")).isGreaterThan(sources.indexOf("acme"));
    }

    private static String text(JsonNode line, String field) {
        return line.at("/rollcall/" + field).asString("");
    }

    private Set<String> groups(String source) {
        return Objects.requireNonNull(directories.get(source)).groups().stream()
                .map(group -> group.id().value())
                .collect(Collectors.toSet());
    }

    private Map<String, String> snapshots() {
        return program
                .sandbox()
                .jdbc()
                .sql("SELECT source, snapshot_id::text FROM directory.snapshots")
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
