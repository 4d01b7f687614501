package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.machine.JavaCommand;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What it takes to connect to a server that asks for a password, by SCRAM. */
class ConnectingTest {
    private static final String USER = "keeper";
    private static final String PASSWORD = "pass:word";

    @TempDir
    private static Path folder;

    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(441, Shape.of(4, 20, 10)));

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder.resolve("data"), false);
        JdbcClient jdbc = JdbcClient.create(server.dataSource());
        jdbc.sql("CREATE ROLE " + USER + " LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'")
                .update();
        Path rules = Path.of(jdbc.sql("SHOW hba_file").query(String.class).single());
        String all = Files.readString(rules);
        Files.writeString(rules, "host all " + USER + " all scram-sha-256\n" + all);
        jdbc.sql("SELECT pg_reload_conf()").query().singleRow();
        await().until(ConnectingTest::isAsked);
    }

    private static boolean isAsked() {
        try (var connection = DriverManager.getConnection(server.url(), USER, "wrong")) {
            return connection.isClosed();
        } catch (SQLException refused) {
            return true;
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        cli.close();
    }

    @Test
    void missingPasswordIsTheUsersToGive() {
        refused("", "no password was provided");
    }

    @Test
    void wrongPasswordIsTheUsersToCorrect() {
        refused("wrong", "password authentication failed");
    }

    @Test
    void encryptionThatTheServerLacksIsTheUsersToSwitchOff() {
        Map<String, String> environment = new HashMap<>(environment(PASSWORD));
        environment.put("ROLLCALL_DB_URL", server.url() + "?sslmode=require");

        cli.run(environment, "sync", "acme").isRefused(2, "database", "SSL", "options in ROLLCALL_DB_URL");
    }

    private static void refused(String password, String reason) {
        Map<String, String> environment = environment(password);
        long sent = cli.sandbox().requests().total();

        cli.run(environment, "sync", "acme").isRefused(2, "database", reason, "ROLLCALL_DB_PASSWORD");
        cli.run(environment, "status").isRefused(2, "database", reason, "ROLLCALL_DB_PASSWORD");
        assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
        assertThat(cli.run(environment, "check", "acme").endsWith(2).out()).contains("FAIL  connection: ", reason);
    }

    @Test
    void passwordOfAFileLetsIn() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Map<String, String> environment = Map.of(
                "ROLLCALL_DB_URL",
                server.url(),
                "ROLLCALL_DB_USER",
                USER,
                "ROLLCALL_DB_PASSWORD",
                "",
                "ROLLCALL_DB_PASSWORD_FILE",
                file.toString());

        cli.run(environment, "migrate").isDone();
    }

    @Test
    void unreadablePasswordFileIsNamedWithTheReason() {
        Map<String, String> environment = Map.of(
                "ROLLCALL_DB_PASSWORD",
                "",
                "ROLLCALL_DB_PASSWORD_FILE",
                folder.resolve("nothing").toString());

        cli.run(environment, "sync", "acme").isRefused(2, "ROLLCALL_DB_PASSWORD_FILE", "there is no such file");
    }

    @Test
    void passwordFileOfTheDriverLetsIn() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pgpass"), "*:*:*:" + USER + ":" + PASSWORD.replace(":", "\\:") + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        migrates(process("PGPASSFILE=" + file, "UTC"));
    }

    /** The driver sends the zone before anything else. */
    @Test
    void zoneOfTheMachineThatTheServerDoesNotKnowDoesNotMatter() {
        migrates(process("ROLLCALL_DB_PASSWORD=" + PASSWORD, "JST"));
    }

    private static void migrates(ProgramRun run) {
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void emptyVariableCountsAsNotGiven() {
        Map<String, String> environment = new HashMap<>(environment(PASSWORD));
        environment.put("ROLLCALL_DB_PASSWORD_FILE", "");

        cli.run(environment, "migrate").isDone();
    }

    private static ProgramRun process(String variable, String zone) {
        List<String> command = new ArrayList<>(
                List.of("env", variable, "ROLLCALL_DB_URL=" + server.url(), "ROLLCALL_DB_USER=" + USER));
        command.addAll(JavaCommand.withOptions("-Duser.timezone=" + zone, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(Rollcall.class.getName(), "migrate"));
        return ProgramRun.of(command);
    }

    private static Map<String, String> environment(String password) {
        return Map.of("ROLLCALL_DB_URL", server.url(), "ROLLCALL_DB_USER", USER, "ROLLCALL_DB_PASSWORD", password);
    }
}
