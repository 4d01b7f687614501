package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.postgres.RefusingServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Every bad input is one line and an exit code, and leaves the last snapshot as it was. */
class BadInputTest {
    private static final CliFixture cli = cli();
    private static List<Map<String, Object>> before = List.of();
    private long sent;

    private static CliFixture cli() {
        return new CliFixture(Cloud.AWS, SandboxDirectory.generate(9, Shape.of(12, 150, 40), Cloud.AWS));
    }

    @BeforeAll
    static void publish() {
        cli.run("sync", "acme").isDone();
        before = cli.published();
    }

    @AfterAll
    static void leave() {
        cli.close();
    }

    @BeforeEach
    void allIsWell() {
        cli.sandbox().faults().clear();
        cli.removeJob("beta");
        cli.job("acme", cli.jobFile());
        cli.write("secret-key", Sandbox.LONG_LIVED_KEY.secret());
        sent = cli.sandbox().requests().total();
    }

    @AfterEach
    void lastSnapshotIsUntouched() {
        assertThat(cli.published()).isEqualTo(before);
    }

    @Test
    void noJobFile() {
        cli.run("sync", "acmee").isRefused(2, "acmee.yaml", "acme");
        nothingWasSent();
    }

    @Test
    void noFolderOfJobFiles() {
        cli.run("sync", "acme", "--jobs", "nowhere").isRefused(2, "nowhere");
        cli.run(Map.of("ROLLCALL_JOBS", "nowhere"), "status").isRefused(2, "nowhere");
        nothingWasSent();
    }

    @Test
    void malformedJobFile() {
        cli.job("acme", "provider: [aws\n");
        cli.run("sync", "acme").isRefused(2, "acme.yaml");
        nothingWasSent();
    }

    @Test
    void unknownKey() {
        cli.job("acme", cli.jobFile() + "colour: blue\n");
        cli.run("sync", "acme").isRefused(2, "acme.yaml", "colour");
        nothingWasSent();
    }

    @Test
    void secretInAJobFile() {
        cli.job("acme", cli.jobFile() + "secret-key: wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY\n");
        CommandResult ran = cli.run("sync", "acme");

        ran.isRefused(2, "acme.yaml", "secret-key");
        assertThat(ran.err()).doesNotContain("wJalr");
        nothingWasSent();
    }

    @Test
    void unknownProvider() {
        cli.job("acme", cli.jobFile().replace("provider: aws", "provider: azure"));
        cli.run("sync", "acme").isRefused(2, "azure", "aws", "huawei");
        nothingWasSent();
    }

    @Test
    void oneBadJobFileAmongSeveral() {
        cli.job("beta", "provider: aws\n");
        cli.run("sync", "--all").isRefused(2, "beta.yaml");
        nothingWasSent();
    }

    @Test
    void changedIdentityStore() {
        cli.job("acme", cli.jobFile().replace("d-1234567890", "d-0987654321"));
        cli.run("sync", "acme").isRefused(2, "d-1234567890", "d-0987654321");
        nothingWasSent();
    }

    @Test
    void anotherSourceOfTheSameStore() {
        cli.job("beta", cli.jobFile());
        cli.run("sync", "beta").isRefused(2, "d-1234567890", "acme");
        cli.run("sync", "--all").isRefused(2, "acme", "beta");
        nothingWasSent();
    }

    @Test
    void wrongIdentityStore() {
        cli.job("beta", cli.jobFile().replace("d-1234567890", "d-1111111111"));
        CommandResult ran = cli.run("sync", "beta").endsWith(1);

        assertThat(ran.lines().get(0)).contains("beta: failed", "identity-store-id");
    }

    @Test
    void missingSecretFile() {
        cli.job("acme", cli.jobFile().replaceFirst("/access-key\n", "/nothing\n"));
        cli.run("sync", "acme").isRefused(2, "acme", "nothing");
        nothingWasSent();
    }

    @Test
    void refusedCredentials() {
        cli.write("secret-key", "not-the-secret-of-this-key");
        CommandResult ran = cli.run("sync", "acme").endsWith(1);

        assertThat(ran.lines().get(0)).contains("acme: failed", "rollcall check acme");
        assertThat(ran.out() + ran.err()).doesNotContain("not-the-secret");
        assertThat(cli.run("check", "acme").endsWith(1).out()).contains("FAIL  source acme, list groups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListGroups", "ListGroupMemberships", "ListUsers"})
    void missingPermission(String operation) {
        // So that the first three groups fail before there are too many gaps.
        cli.job("acme", cli.jobFile() + "gaps:\n  max-percent: 50\n");
        cli.sandbox().faults().denyOperation(operation);

        assertThat(cli.run("check", "acme").endsWith(1).out()).contains("permit " + operation);
        assertThat(cli.run("sync", "acme", "--fresh").endsWith(1).out()).contains(operation);
    }

    @Test
    void unreachableProvider() {
        cli.job("acme", cli.jobFile().replaceFirst("endpoint: \\S+", "endpoint: http://127.0.0.1:1"));

        assertThat(cli.run("check", "acme").endsWith(1).out())
                .contains("FAIL  source acme, list groups", "can't reach 127.0.0.1:1: connection refused; look at ");
        nothingWasSent();
    }

    @Test
    void unreachableDatabase() {
        Map<String, String> elsewhere = Map.of("ROLLCALL_DB_URL", "jdbc:postgresql://127.0.0.1:1/rollcall");

        cli.run(elsewhere, "sync", "acme").isRefused(1, "database", "127.0.0.1:1");
        cli.run(elsewhere, "status").isRefused(1, "database", "127.0.0.1:1");
        cli.run(elsewhere, "migrate").isRefused(1, "database", "127.0.0.1:1");
        cli.run(elsewhere, "retire", "acme").isRefused(1, "database", "127.0.0.1:1");
        cli.run(elsewhere, "prune", "--older-than=7y").isRefused(1, "database", "127.0.0.1:1");
        cli.run(elsewhere, "export", "acme", "--to", "x").isRefused(1, "database", "127.0.0.1:1");
        assertThat(cli.run(elsewhere, "check", "acme").endsWith(1).out()).contains("FAIL  connection: database");
    }

    @Test
    void passwordThatTheDatabaseRefuses() {
        try (RefusingServer refusing = RefusingServer.start()) {
            Map<String, String> refused =
                    Map.of("ROLLCALL_DB_URL", refusing.url(), "ROLLCALL_DB_PASSWORD", "not-the-password");
            CommandResult ran = cli.run(refused, "sync", "acme");

            ran.isRefused(2, "database", "password authentication failed", "ROLLCALL_DB_PASSWORD");
            assertThat(ran.err()).doesNotContain("not-the-password");
            cli.run(refused, "status").isRefused(2, "password authentication failed");
        }
        nothingWasSent();
    }

    @Test
    void userThatTheDatabaseDoesNotKnow() {
        cli.run(Map.of("ROLLCALL_DB_USER", "nobody_of_that_name"), "sync", "acme")
                .isRefused(2, "nobody_of_that_name");
        nothingWasSent();
    }

    @Test
    void twoPasswords() {
        cli.run(Map.of("ROLLCALL_DB_PASSWORD", "secret", "ROLLCALL_DB_PASSWORD_FILE", "file"), "sync", "acme")
                .isRefused(2, "exactly one of", "ROLLCALL_DB_PASSWORD_FILE");
        nothingWasSent();
    }

    @Test
    void databaseThatIsNotThere() {
        String url = cli.database().url().replaceFirst("/rollcall_test\\w+", "/no_such_database");
        cli.run(Map.of("ROLLCALL_DB_URL", url), "sync", "acme").isRefused(2, "no_such_database");
        nothingWasSent();
    }

    @Test
    void databaseThatCanNotHoldTheNames() {
        String latin = "rollcall_latin_" + ProcessHandle.current().pid();
        cli.jdbc()
                .sql("CREATE DATABASE " + latin + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
                .update();
        try {
            String url = cli.database().url().replaceFirst("/rollcall_test\\w+", "/" + latin);
            Map<String, String> variables = Map.of("ROLLCALL_DB_URL", url);
            cli.run(variables, "sync", "acme").isRefused(2, "LATIN1", "UTF8");
            cli.run(variables, "migrate").isRefused(2, "LATIN1", "UTF8");
        } finally {
            cli.jdbc().sql("DROP DATABASE " + latin + " WITH (FORCE)").update();
        }
        nothingWasSent();
    }

    @Test
    void schemaOfANewerRollcall() {
        cli.jdbc().sql("""
                        INSERT INTO batch.schema_history
                        SELECT installed_rank + 1, '999', 'of tomorrow', type, 'V999__of_tomorrow.sql', 1,
                               installed_by, installed_on, 1, true
                          FROM batch.schema_history ORDER BY installed_rank DESC LIMIT 1
                        """).update();

        try {
            cli.run("sync", "acme").isRefused(2, "999", "newer");
            cli.run("migrate").isRefused(2, "999", "newer");
            cli.run("retire", "acme").isRefused(2, "999", "newer");
            assertThat(cli.run("check", "acme").endsWith(2).out()).contains("FAIL  schema version", "999");
        } finally {
            cli.jdbc()
                    .sql("DELETE FROM batch.schema_history WHERE version = '999'")
                    .update();
        }
    }

    @Test
    void schemaOfAnotherStateBeforeItsRelease() {
        alterChecksum(1);

        try {
            String[] told = {"another state of the schema before 0.2.0", "start with a new, empty database"};
            cli.run("sync", "acme").isRefused(2, told);
            cli.run("migrate").isRefused(2, told);
            cli.run("status").isRefused(2, told);
            cli.run("status", "acme", "--json").isRefused(2, told);
            cli.run("export", "acme", "--to", "x").isRefused(2, told);
            cli.run("rename", "acme", "emea").isRefused(2, told);
            cli.run("retire", "acme").isRefused(2, told);
            cli.run("prune", "--older-than=7y", "--dry-run").isRefused(2, told);
            cli.run("forget", "acme", "--user=u").isRefused(2, told);
            nothingWasSent();
            assertThat(cli.run("check", "acme").endsWith(2).out()).contains("FAIL  schema version", told[0], told[1]);
        } finally {
            alterChecksum(-1);
        }
    }

    private static void alterChecksum(int by) {
        cli.jdbc()
                .sql("UPDATE batch.schema_history SET checksum = checksum + ? WHERE version = '2'")
                .param(by)
                .update();
    }

    @Test
    void sourceThatAnotherRunHolds() throws SQLException {
        try (Connection holder = hold("acme")) {
            assertThat(holder.isValid(1)).isTrue();
            CommandResult ran = cli.run("sync", "acme").endsWith(5);

            assertThat(ran.out()).contains("acme: busy", "pg_terminate_backend");
            cli.run("retire", "acme").isRefused(5, "another run holds it");
            cli.run("rename", "acme", "emea").isRefused(5, "another run holds it");
            cli.run("prune", "acme", "--older-than=7y").isRefused(5, "another run holds it");
            cli.run("forget", "acme", "--user=u").isRefused(5, "another run holds it");
        }
    }

    /** As a run does: the source's advisory lock, on a connection of its own. */
    private Connection hold(String source) throws SQLException {
        Connection connection = cli.database().dataSource().getConnection();
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("SELECT pg_advisory_lock(x'524F4C4C'::int, id) IS NULL FROM directory.source WHERE name = ?")
                .param(source)
                .query(Boolean.class)
                .single();
        return connection;
    }

    private void nothingWasSent() {
        assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
    }
}
