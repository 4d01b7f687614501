package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what docs/scale.md says, with two servers: its blocks are all run here, in their order. */
class ScaleDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/scale.md");
    private static final Pattern FENCE = Pattern.compile("(?m)^```");
    private static final TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-scale");
    private static final TestServer emea = TestServer.start(folder.resolve("emea-data"), false);
    private static final TestServer apac = TestServer.start(folder.resolve("apac-data"), false);
    private static final Sandbox sandbox = Sandbox.start();
    private static final Map<String, String> environment = new HashMap<>();

    private static String somebody = "";

    private static final String CHANGES = "SELECT count(*) FROM directory.changes";
    private static final String EMAILS = "SELECT DISTINCT email FROM directory.memberships WHERE email IS NOT NULL";

    /** What the document has, in its order. */
    private record Blocks(
            String sync,
            String remoteRole,
            String foreignTables,
            List<String> questions,
            String export,
            List<String> questionsOfFiles) {
        static Blocks read() throws IOException {
            List<String> shell = new ArrayList<>();
            List<List<String>> sql = new ArrayList<>();
            for (String block : FENCE.split(Files.readString(DOCUMENT), -1)) {
                if (block.startsWith("sh\n")) {
                    shell.add(block.substring(3));
                } else if (block.startsWith("sql\n")) {
                    sql.add(DocumentedCommand.statements(block.substring(4)));
                }
            }
            assertThat(shell).as("blocks for a shell").hasSize(2);
            assertThat(sql).as("blocks of SQL").hasSize(4);
            return new Blocks(
                    shell.get(0),
                    String.join(";\n", sql.get(0)),
                    String.join(";\n", sql.get(1)),
                    sql.get(2),
                    shell.get(1),
                    sql.get(3));
        }
    }

    static List<String> questions() throws IOException {
        return Blocks.read().questions();
    }

    static List<String> questionsOfFiles() throws IOException {
        return Blocks.read().questionsOfFiles();
    }

    /** Berlin and Tokyo have the same people. */
    @BeforeAll
    static void syncIntoTwoDatabasesAndJoinThemInAThird() throws IOException, SQLException {
        ProgramCommand launcher = ProgramCommand.launcher(folder.resolve("rollcall"), folder.path());
        environment.putAll(launcher.environment());
        environment.put("PATH", folder.resolve("rollcall/bin") + ":" + System.getenv("PATH"));
        environment.put("ROLLCALL_DB_USER", emea.user());
        SandboxDirectory berlin = store("emea", "berlin", 1, 5);
        store("emea", "paris", 2, 6);
        SandboxDirectory tokyo = store("apac", "tokyo", 3, 5);
        shell(Blocks.read().sync());
        berlin.change(1);
        tokyo.change(2);
        shell(Blocks.read().sync());
        List<String> both = rows(emea.url(), EMAILS);
        both.retainAll(rows(apac.url(), EMAILS));
        somebody = both.get(0);
        for (TestServer server : List.of(emea, apac)) {
            askForPasswords(server);
            run(server.url(), Blocks.read().remoteRole());
        }
        run(emea.url(), "CREATE DATABASE fleet");
        run(third(), Blocks.read().foreignTables());
        run(third(), "CREATE ROLE auditor IN ROLE rollcall_reader");
    }

    @AfterAll
    static void close() {
        sandbox.close();
        emea.close();
        apac.close();
        folder.close();
    }

    @Test
    void eachDatabaseHasTheSourcesOfItsFolder() throws SQLException {
        assertThat(rows(emea.url(), "SELECT source FROM directory.freshness ORDER BY 1"))
                .containsExactly("berlin", "paris");
        assertThat(rows(apac.url(), "SELECT source FROM directory.freshness ORDER BY 1"))
                .containsExactly("tokyo");
    }

    @Test
    void poolsOfWorkersReadTheirSourcesIntoTheirDatabases() throws SQLException {
        try (ChildRun first = pool(emea, "emea");
                ChildRun second = pool(apac, "apac")) {
            first.await(() -> isReadAgain(emea, 2));
            second.await(() -> isReadAgain(apac, 1));
            first.signal("TERM");
            second.signal("TERM");
            assertThat(first.awaitExit(Duration.ofSeconds(30))).isEqualTo(143);
            assertThat(second.awaitExit(Duration.ofSeconds(30))).isEqualTo(143);
        }

        eachDatabaseHasTheSourcesOfItsFolder();
    }

    private static ChildRun pool(TestServer server, String jobs) {
        return ChildRun.worker(server.settings(), Duration.ofSeconds(10), folder.resolve(jobs));
    }

    /** Two snapshots of each source were published before the tests. */
    private static boolean isReadAgain(TestServer server, long sources) {
        try {
            return number(rows(server.url(), """
                            SELECT count(*) FROM (SELECT source FROM directory.snapshots WHERE outcome = 'published'
                                                   GROUP BY source HAVING count(*) > 2) again
                            """)) == sources;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void readerAsksBothDatabasesAtOnce(String question) throws SQLException {
        List<String> answer = asReader(question);
        assertThat(answer)
                .isNotEmpty()
                .anyMatch(row -> row.startsWith("emea|"))
                .anyMatch(row -> row.startsWith("apac|"));

        String plan = String.join("\n", asReader("EXPLAIN (VERBOSE, COSTS OFF) " + question));
        assertThat(plan).contains("Async Foreign Scan");
        if (question.contains("WHERE")) {
            assertThat(plan.lines().filter(line -> line.contains("Remote SQL: ")))
                    .as("each database is sent the condition")
                    .hasSize(2)
                    .allMatch(line -> line.contains(" WHERE "));
        }
    }

    @Test
    void rowsAreThoseOfBothDatabases() throws SQLException {
        for (String view : List.of("groups", "memberships", "users", "changes", "membership_periods", "freshness")) {
            String count = "SELECT count(*) FROM directory." + view;
            assertThat(number(rows(third(), "SELECT count(*) FROM fleet." + view)))
                    .as(view)
                    .isEqualTo(number(rows(emea.url(), count)) + number(rows(apac.url(), count)))
                    .isPositive();
        }
        assertThat(rows(third(), "SELECT m FROM fleet.memberships m WHERE database = 'apac'"))
                .containsExactlyInAnyOrderElementsOf(
                        rows(apac.url(), "SELECT row('apac', m.*) FROM directory.memberships m"));
    }

    @Test
    void readerWritesNothingAndSeesNoPassword() {
        for (String statement :
                List.of("SELECT * FROM emea.memberships", "UPDATE emea.groups SET display_name = 'x'")) {
            assertThatThrownBy(() -> asReader(statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> asReader("DELETE FROM fleet.memberships")).hasMessageContaining("cannot delete");
        assertThat(readers("SELECT umoptions IS NULL FROM pg_user_mappings")).containsOnly("t");
    }

    @ParameterizedTest
    @MethodSource("questionsOfFiles")
    void duckDbAsksTheFilesOfBoth(String question) throws SQLException {
        shell(exported());

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            List<String> answer = rows(duck, question.replace("'lake/", "'" + folder.resolve("lake") + "/"));
            assertThat(answer).isNotEmpty();
            int from = question.indexOf("read_parquet(");
            String files = question.substring(from, question.indexOf(')', from) + 1)
                    .replace("'lake/", "'" + folder.resolve("lake") + "/");
            assertThat(number(rows(duck, "SELECT count(*) FROM " + files)))
                    .isEqualTo(number(rows(emea.url(), CHANGES)) + number(rows(apac.url(), CHANGES)))
                    .isPositive();
        }
    }

    private static String exported() {
        try {
            return Blocks.read().export();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A source of a database, in the folder of its job files. */
    private static SandboxDirectory store(String database, String source, int number, long seed) throws IOException {
        String id = "d-" + String.valueOf(number).repeat(10);
        SandboxDirectory directory = SandboxDirectory.generate(seed, Shape.of(6, 60, 20), Cloud.AWS);
        sandbox.addStore(id, directory);
        Files.createDirectories(folder.resolve(database));
        SecretFiles keys = SecretFiles.in(folder.path(), Sandbox.LONG_LIVED_KEY);
        Files.writeString(
                folder.resolve(database).resolve(source + ".yaml"),
                JobFileText.of(Cloud.AWS, id, sandbox.endpoint(), keys)
                        .limit("requests-per-second", 1_000)
                        .toString()
                        .concat("schedule: every 1s\n"));
        return directory;
    }

    /** Else the server of the third database may not connect for whoever is no superuser. */
    private static void askForPasswords(TestServer server) throws IOException, SQLException {
        Path rules = Path.of(rows(server.url(), "SHOW hba_file").get(0));
        Files.writeString(rules, "host all fleet 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        rows(server.url(), "SELECT pg_reload_conf()");
    }

    private static void shell(String block) {
        CommandResult ran = new ProgramCommand(List.of("sh", "-ec"), environment, folder.path()).run(here(block));
        assertThat(ran.exitCode()).as("%s%n%s%s", block, ran.out(), ran.err()).isZero();
    }

    /** With these servers' addresses, now, and somebody who is there in the place of the document's. */
    private static String here(String text) {
        String here = text.replace("/etc/rollcall/", folder.path() + "/")
                .replace("2026-11-20 00:00+00", Instant.now().toString())
                .replace("ann@example.org", somebody)
                .replace("sslmode=verify-full", "sslmode=disable")
                .replace("sslmode 'verify-full'", "sslmode 'disable'");
        for (Map.Entry<String, TestServer> server :
                Map.of("emea", emea, "apac", apac).entrySet()) {
            URI address = URI.create(server.getValue().url().substring("jdbc:".length()));
            String host = server.getKey() + "-db.example";
            here = here.replace("host '" + host + "'", "host '127.0.0.1', port '" + address.getPort() + "'")
                    .replace(host, "127.0.0.1:" + address.getPort());
        }
        return here;
    }

    private static String third() {
        return emea.url().replaceFirst("/rollcall$", "/fleet");
    }

    private static void run(String url, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, emea.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(here(statements));
        }
    }

    private static List<String> readers(String sql) {
        try {
            return asReader(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> asReader(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(third(), emea.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE auditor");
            return rows(connection, here(sql));
        }
    }

    private static List<String> rows(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, emea.user(), "")) {
            return rows(connection, sql);
        }
    }

    /** Each row as its cells, joined by bars. */
    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        List<String> cells = new ArrayList<>();
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            cells.add(String.valueOf(result.getString(i)));
                        }
                        rows.add(String.join("|", cells));
                    }
                }
            }
            return rows;
        }
    }

    private static long number(List<String> rows) {
        return Stream.of(rows.get(0)).mapToLong(Long::parseLong).sum();
    }
}
