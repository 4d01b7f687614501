package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.SqlFile;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.metrics.SourceGaugesQuery;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import dev.rollcall.store.source.RunIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code status} and {@code metrics} tell of 500 sources with 200 nights each, and what that costs the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {
    private static final int SOURCES = 500;
    private static final int OPEN = 10;

    /** Pages of 8 KiB that a source may cost, whatever its past: its row, its last snapshots, its last run, its gaps. */
    private static final int A_SOURCE = 16;

    /** And an open snapshot of 50 groups besides. */
    private static final int AN_OPEN_SNAPSHOT = 100;

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(1, Shape.of(1, 1, 1), Cloud.AWS));

    @BeforeAll
    void fill() {
        cli.run("migrate").isDone();
        cli.jdbc().sql(SqlFile.read(FleetTest.class, "fleet")).update();
        cli.removeJob("acme");
        job(9, "fresh-within: 1h\n");
        job(10, "fresh-within: 1h\n");
        job(11, "schedule: every 1h\n");
        job(12, "fresh-within: 26h\n");
    }

    @AfterAll
    void close() {
        cli.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {SourceStatusQuery.class, SourceGaugesQuery.class})
    void costsTheDatabaseAFewPagesASource(Class<?> query) {
        String sql = SqlFile.read(query, query == SourceStatusQuery.class ? "status" : "source-gauges");

        JsonNode plan = JsonMapper.shared()
                .readTree(cli.jdbc()
                        .sql("EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) " + sql)
                        .query(String.class)
                        .single())
                .get(0)
                .get("Plan");

        assertThat(plan.get("Actual Rows").asInt()).isEqualTo(SOURCES);
        assertThat(readWhole(plan)).isNotEmpty().doesNotContain("snapshot", "link");
        assertThat(plan.get("Shared Hit Blocks").asInt()
                        + plan.get("Shared Read Blocks").asInt())
                .isLessThan(A_SOURCE * SOURCES + AN_OPEN_SNAPSHOT * OPEN);
    }

    @Test
    void badOnesComeFirstInTextAndJson() {
        List<String> names = new ArrayList<>(IntStream.of(4, 5, 6, 7, 8, 13, 9, 10, 11, 1, 2, 3)
                .mapToObj(FleetTest::name)
                .toList());
        names.add(name(12));
        IntStream.rangeClosed(14, SOURCES).mapToObj(FleetTest::name).forEach(names::add);

        List<String> lines = cli.run("status").endsWith(1).lines();

        assertThat(lines.get(0))
                .isEqualTo("500 sources: 3 failed, 2 guarded, 1 parked, 3 stale, 3 never read, 488 fresh");
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.split(" {2,}", -1)[1])
                .isEqualTo(names);
        assertThat(cli.run("status", "--json").endsWith(1).lines())
                .extracting(
                        line -> JsonMapper.shared().readTree(line).get("source").asString())
                .isEqualTo(names);
    }

    @Test
    void lineOfTheSheetTellsWhatIsTheMatter() {
        List<String> lines = cli.run("status").endsWith(1).lines();

        assertThat(line(lines, 4))
                .matches(
                        "failed {6}source-004  the last run failed at \\S+Z: denied, ListGroups is not permitted to [^;]*…;"
                                + " read 5 h \\d+ min ago; 500 groups, 8,000 memberships, 800 users");
        assertThat(line(lines, 7))
                .matches("guarded {5}source-007  snapshot \\d+ is held back by the guard; read 5 h \\d+ min ago; .*");
        assertThat(line(lines, 13))
                .matches("parked {6}source-013  since \\S+Z: 5 workers in a row were killed while they read the source;"
                        + " read 5 h \\d+ min ago; .*");
        assertThat(line(lines, 9)).matches("stale {7}source-009  read 5 h \\d+ min ago; fresh within 1 h 0 min; .*");
        assertThat(line(lines, 11)).matches("stale {7}source-011  read 5 h \\d+ min ago; stale from \\S+Z on; .*");
        assertThat(line(lines, 1)).isEqualTo("never read  source-001");
        assertThat(line(lines, 12))
                .matches("fresh {7}source-012  read 5 h \\d+ min ago; 500 groups, 8,000 memberships, 800 users");
        assertThat(line(lines, 25))
                .matches(
                        "fresh {7}source-025  the last run \\(host batch-1, process 4711\\) has not ended, or was killed;"
                                + " read 5 h \\d+ min ago; 500 groups, 8,000 memberships, 800 users; 3 groups in gap;"
                                + " interrupted at memberships, 20 of 50 groups read");
    }

    @Test
    void whichProcessRunsWhatIsTold() throws SQLException {
        String here = "host " + RunIdentity.host() + ", process " + RunIdentity.process();
        try (Connection connection = cli.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'rollcall " + RunIdentity.process() + " 2026-03-01T00:00:00Z "
                    + RunIdentity.host() + "'");
            statement.execute(
                    "SELECT pg_advisory_lock(x'524F4C4C'::int, id) FROM directory.source WHERE id IN (20, 21)");
            statement.execute("UPDATE directory.last_run SET host = '" + RunIdentity.host() + "', process = "
                    + RunIdentity.process() + " WHERE source IN (20, 21)");

            List<String> lines = cli.run("status").endsWith(1).lines();

            assertThat(lines.get(1)).isEqualTo("under way: 2 on " + here);
            assertThat(line(lines, 20))
                    .matches("fresh {7}source-020  read .*; memberships, 20/50 groups, 320 members, [0-9.]+ req/s,"
                            + " [0-9:]+ left, on " + here);
            assertThat(cli.run("status", name(20)).isDone().out()).contains(" is under way since ", ", on " + here);
        }
    }

    @Test
    void fewSourcesAreToldWholeInTheOrderNamed() {
        CommandResult status = cli.run("status", name(11), name(4), name(1)).endsWith(1);

        assertThat(status.lines())
                .filteredOn(line -> !line.startsWith(" "))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("source-011: STALE, snapshot "),
                        line -> assertThat(line).startsWith("source-004: fresh, snapshot "),
                        line -> assertThat(line).isEqualTo("source-001: STALE, never published"));
    }

    @Test
    void metricsTellEverySource() {
        List<String> stale = cli.run("metrics").isDone().lines().stream()
                .filter(line -> line.startsWith("rollcall_stale{"))
                .toList();

        assertThat(stale).hasSize(SOURCES);
        assertThat(stale.stream().filter(line -> line.endsWith(" 1.0"))).hasSize(6);
    }

    private void job(int source, String keys) {
        cli.job(name(source), cli.jobFile().replace(Cloud.AWS.storeId(), "d-" + (1_000_000_000 + source)) + keys);
    }

    private static String name(int source) {
        return "source-%03d".formatted(source);
    }

    private static String line(List<String> lines, int source) {
        return lines.stream()
                .filter(line -> line.contains("  " + name(source)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> readWhole(JsonNode plan) {
        List<String> relations = new ArrayList<>();
        visit(plan, node -> {
            if (node.get("Node Type").asString().equals("Seq Scan")) {
                relations.add(node.get("Relation Name").asString());
            }
        });
        return relations;
    }

    private static void visit(JsonNode plan, Consumer<JsonNode> visitor) {
        visitor.accept(plan);
        JsonNode parts = plan.get("Plans");
        if (parts != null) {
            parts.forEach(part -> visit(part, visitor));
        }
    }
}
