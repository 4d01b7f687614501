package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The history of runs: of two sources, one snapshot published, one held back, one interrupted and one resumed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotsCommandTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(31, Shape.of(20, 100, 20)));

    @BeforeAll
    void sync() {
        cli.run("sync", "acme").isDone();
        cli.directory().groups().stream()
                .limit(12)
                .toList()
                .forEach(group -> cli.directory().removeGroup(group.id()));
        cli.run("sync", "acme").endsWith(3);
        cli.sandbox().faults().denyOperation("ListGroupMemberships");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        cli.run("rename", "acme", "emea").isDone();
        cli.job("emea", cli.jobFile());
        cli.removeJob("acme");
        cli.run("sync", "emea").endsWith(3);
        cli.sandbox().addStore("d-2222222222", SandboxDirectory.generate(32, Shape.of(3, 5, 5), Cloud.AWS));
        cli.job("apac", cli.jobFile().replace("d-1234567890", "d-2222222222"));
        cli.run("sync", "apac").isDone();
    }

    @AfterAll
    void close() {
        cli.close();
    }

    @Test
    void newestIsFirst() {
        List<String> lines = cli.run("snapshots").isDone().lines();

        assertThat(lines.get(0).split(" +", -1))
                .containsExactly(
                        "source",
                        "snapshot_id",
                        "outcome",
                        "started_at",
                        "took",
                        "groups",
                        "memberships",
                        "joined",
                        "left",
                        "gaps",
                        "requests",
                        "runs");
        assertThat(lines.subList(2, lines.size()).stream().map(SnapshotsCommandTest::sourceAndOutcome))
                .containsExactly("apac published", "emea guarded", "emea discarded", "emea published", "(4 rows)");
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(130));
    }

    @Test
    void ofSourcesAndAsManyAsAreAsked() {
        assertThat(outcomes("--last=2")).containsExactly("apac published", "emea guarded");
        assertThat(outcomes("emea", "--last=2")).containsExactly("emea guarded", "emea discarded");
        assertThat(outcomes("apac")).containsExactly("apac published");
        cli.run("snapshots", "emae").isRefused(2, "emae", "emea");
    }

    @Test
    void otherFormatsHaveEveryColumnOfTheView(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("snapshots.jsonl");
        cli.run("snapshots", "--format=jsonl", "-o", file.toString()).isDone();
        List<JsonNode> rows = Files.readAllLines(file).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        Map<String, Object> view = cli.jdbc()
                .sql("SELECT * FROM directory.snapshots WHERE source = 'apac'")
                .query()
                .singleRow();

        assertThat(rows.get(0).propertyNames()).containsExactlyElementsOf(view.keySet());
        assertThat(rows.get(0).get("chain").asString()).isEqualTo(view.get("chain"));
    }

    private List<String> outcomes(String... args) {
        String[] line = Stream.concat(Stream.of("snapshots", "--format=csv"), Stream.of(args))
                .toArray(String[]::new);
        return cli.run(line).isDone().lines().stream()
                .skip(1)
                .map(row -> row.replace("\"", "").split(",", -1))
                .map(cells -> cells[0] + " " + cells[2])
                .toList();
    }

    private static String sourceAndOutcome(String line) {
        String[] cells = line.split(" +", -1);
        return cells.length < 3 ? line : cells[0] + " " + cells[2];
    }
}
