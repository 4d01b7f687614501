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
    private static final CliFixture premises = premises();
    private static List<Map<String, Object>> before = List.of();
    private long sent;

    private static CliFixture premises() {
        return new CliFixture(Cloud.AWS, SandboxDirectory.generate(9, Shape.of(12, 150, 40), Cloud.AWS));
    }

    @BeforeAll
    static void publish() {
        premises.run("sync", "acme").isDone();
        before = premises.published();
    }

    @AfterAll
    static void leave() {
        premises.close();
    }

    @BeforeEach
    void allIsWell() {
        premises.sandbox().faults().clear();
        premises.removeJob("beta");
        premises.job("acme", premises.jobFile());
        premises.write("secret-key", Sandbox.LONG_LIVED_KEY.secret());
        sent = premises.sandbox().requests().total();
    }

    @AfterEach
    void lastSnapshotIsUntouched() {
        assertThat(premises.published()).isEqualTo(before);
    }

    @Test
    void noJobFile() {
        premises.run("sync", "acmee").isRefused(2, "acmee.yaml", "acme");
        nothingWasSent();
    }

    @Test
    void noFolderOfJobFiles() {
        premises.run("sync", "acme", "--jobs", "nowhere").isRefused(2, "nowhere");
        premises.run(Map.of("ROLLCALL_JOBS", "nowhere"), "status").isRefused(2, "nowhere");
        nothingWasSent();
    }

    @Test
    void malformedJobFile() {
        premises.job("acme", "provider: [aws\n");
        premises.run("sync", "acme").isRefused(2, "acme.yaml");
        nothingWasSent();
    }

    @Test
    void unknownKey() {
        premises.job("acme", premises.jobFile() + "colour: blue\n");
        premises.run("sync", "acme").isRefused(2, "acme.yaml", "colour");
        nothingWasSent();
    }

    @Test
    void secretInAJobFile() {
        premises.job("acme", premises.jobFile() + "secret-key: wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY\n");
        CommandResult ran = premises.run("sync", "acme");

        ran.isRefused(2, "acme.yaml", "secret-key");
        assertThat(ran.err()).doesNotContain("wJalr");
        nothingWasSent();
    }

    @Test
    void unknownProvider() {
        premises.job("acme", premises.jobFile().replace("provider: aws", "provider: azure"));
        premises.run("sync", "acme").isRefused(2, "azure", "aws", "huawei");
        nothingWasSent();
    }

    @Test
    void oneBadJobFileAmongSeveral() {
        premises.job("beta", "provider: aws\n");
        premises.run("sync", "--all").isRefused(2, "beta.yaml");
        nothingWasSent();
    }

    @Test
    void changedIdentityStore() {
        premises.job("acme", premises.jobFile().replace("d-1234567890", "d-0987654321"));
        premises.run("sync", "acme").isRefused(2, "d-1234567890", "d-0987654321");
        nothingWasSent();
    }

    @Test
    void anotherSourceOfTheSameStore() {
        premises.job("beta", premises.jobFile());
        premises.run("sync", "beta").isRefused(2, "d-1234567890", "acme");
        premises.run("sync", "--all").isRefused(2, "acme", "beta");
        nothingWasSent();
    }

    @Test
    void wrongIdentityStore() {
        premises.job("beta", premises.jobFile().replace("d-1234567890", "d-1111111111"));
        CommandResult ran = premises.run("sync", "beta").endsWith(1);

        assertThat(ran.lines().get(0)).contains("beta: failed", "identity-store-id");
    }

    @Test
    void missingSecretFile() {
        premises.job("acme", premises.jobFile().replaceFirst("/access-key\n", "/nothing\n"));
        premises.run("sync", "acme").isRefused(2, "acme", "nothing");
        nothingWasSent();
    }

    @Test
    void refusedCredentials() {
        premises.write("secret-key", "not-the-secret-of-this-key");
        CommandResult ran = premises.run("sync", "acme").endsWith(1);

        assertThat(ran.lines().get(0)).contains("acme: failed", "rollcall check acme");
        assertThat(ran.out() + ran.err()).doesNotContain("not-the-secret");
        assertThat(premises.run("check", "acme").endsWith(1).out()).contains("FAIL  source acme, list groups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListGroups", "ListGroupMemberships", "ListUsers"})
    void missingPermission(String operation) {
        // So that the first three groups fail before there are too many gaps.
        premises.job("acme", premises.jobFile() + "gaps:\n  max-percent: 50\n");
        premises.sandbox().faults().denyOperation(operation);

        assertThat(premises.run("check", "acme").endsWith(1).out()).contains("permit " + operation);
        assertThat(premises.run("sync", "acme", "--fresh").endsWith(1).out()).contains(operation);
    }

    @Test
    void unreachableProvider() {
        premises.job("acme", premises.jobFile().replaceFirst("endpoint: \\S+", "endpoint: http://127.0.0.1:1"));

        assertThat(premises.run("check", "acme").endsWith(1).out())
                .contains("FAIL  source acme, list groups", "look at region, endpoint and the network");
        nothingWasSent();
    }

    @Test
    void unreachableDatabase() {
        Map<String, String> elsewhere = Map.of("ROLLCALL_DB_URL", "jdbc:postgresql://127.0.0.1:1/rollcall");

        premises.run(elsewhere, "sync", "acme").isRefused(1, "database", "127.0.0.1:1");
        premises.run(elsewhere, "status").isRefused(1, "database", "127.0.0.1:1");
        premises.run(elsewhere, "migrate").isRefused(1, "database", "127.0.0.1:1");
        premises.run(elsewhere, "retire", "acme").isRefused(1, "database", "127.0.0.1:1");
        assertThat(premises.run(elsewhere, "check", "acme").endsWith(1).out()).contains("FAIL  connection: database");
    }

    @Test
    void passwordThatTheDatabaseRefuses() {
        try (RefusingServer refusing = RefusingServer.start()) {
            Map<String, String> refused =
                    Map.of("ROLLCALL_DB_URL", refusing.url(), "ROLLCALL_DB_PASSWORD", "not-the-password");
            CommandResult ran = premises.run(refused, "sync", "acme");

            ran.isRefused(2, "database", "password authentication failed", "ROLLCALL_DB_PASSWORD");
            assertThat(ran.err()).doesNotContain("not-the-password");
            premises.run(refused, "status").isRefused(2, "password authentication failed");
        }
        nothingWasSent();
    }

    @Test
    void userThatTheDatabaseDoesNotKnow() {
        premises.run(Map.of("ROLLCALL_DB_USER", "nobody_of_that_name"), "sync", "acme")
                .isRefused(2, "nobody_of_that_name");
        nothingWasSent();
    }

    @Test
    void twoPasswords() {
        premises.run(Map.of("ROLLCALL_DB_PASSWORD", "secret", "ROLLCALL_DB_PASSWORD_FILE", "file"), "sync", "acme")
                .isRefused(2, "exactly one of", "ROLLCALL_DB_PASSWORD_FILE");
        nothingWasSent();
    }

    @Test
    void databaseThatIsNotThere() {
        String url = premises.database().url().replaceFirst("/rollcall_test\\w+", "/no_such_database");
        premises.run(Map.of("ROLLCALL_DB_URL", url), "sync", "acme").isRefused(2, "no_such_database");
        nothingWasSent();
    }

    @Test
    void databaseThatCanNotHoldTheNames() {
        String latin = "rollcall_latin_" + ProcessHandle.current().pid();
        premises.jdbc()
                .sql("CREATE DATABASE " + latin + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
                .update();
        try {
            String url = premises.database().url().replaceFirst("/rollcall_test\\w+", "/" + latin);
            Map<String, String> variables = Map.of("ROLLCALL_DB_URL", url);
            premises.run(variables, "sync", "acme").isRefused(2, "LATIN1", "UTF8");
            premises.run(variables, "migrate").isRefused(2, "LATIN1", "UTF8");
        } finally {
            premises.jdbc().sql("DROP DATABASE " + latin + " WITH (FORCE)").update();
        }
        nothingWasSent();
    }

    @Test
    void schemaOfANewerRollcall() {
        premises.jdbc().sql("""
                        INSERT INTO batch.schema_history
                        SELECT installed_rank + 1, '999', 'of tomorrow', type, 'V999__of_tomorrow.sql', 1,
                               installed_by, installed_on, 1, true
                          FROM batch.schema_history ORDER BY installed_rank DESC LIMIT 1
                        """).update();

        try {
            premises.run("sync", "acme").isRefused(2, "999", "newer");
            premises.run("migrate").isRefused(2, "999", "newer");
            premises.run("retire", "acme").isRefused(2, "999", "newer");
            assertThat(premises.run("check", "acme").endsWith(2).out()).contains("FAIL  schema version", "999");
        } finally {
            premises.jdbc()
                    .sql("DELETE FROM batch.schema_history WHERE version = '999'")
                    .update();
        }
    }

    @Test
    void schemaOfAnotherStateBeforeItsRelease() {
        alterChecksum(1);

        try {
            String[] told = {"another state of the schema before 0.2.0", "start with a new, empty database"};
            premises.run("sync", "acme").isRefused(2, told);
            premises.run("migrate").isRefused(2, told);
            premises.run("status").isRefused(2, told);
            premises.run("status", "acme", "--json").isRefused(2, told);
            premises.run("rename", "acme", "emea").isRefused(2, told);
            premises.run("retire", "acme").isRefused(2, told);
            nothingWasSent();
            assertThat(premises.run("check", "acme").endsWith(2).out())
                    .contains("FAIL  schema version", told[0], told[1]);
        } finally {
            alterChecksum(-1);
        }
    }

    private static void alterChecksum(int by) {
        premises.jdbc()
                .sql("UPDATE batch.schema_history SET checksum = checksum + ? WHERE version = '2'")
                .param(by)
                .update();
    }

    @Test
    void sourceThatAnotherRunHolds() throws SQLException {
        try (Connection holder = hold("acme")) {
            assertThat(holder.isValid(1)).isTrue();
            CommandResult ran = premises.run("sync", "acme").endsWith(5);

            assertThat(ran.out()).contains("acme: busy", "pg_terminate_backend");
            premises.run("retire", "acme").isRefused(5, "another run holds it");
            premises.run("rename", "acme", "emea").isRefused(5, "another run holds it");
        }
    }

    /** As a run does: the source's advisory lock, on a connection of its own. */
    private Connection hold(String source) throws SQLException {
        Connection connection = premises.database().dataSource().getConnection();
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("SELECT pg_advisory_lock(x'524F4C4C'::int, id) IS NULL FROM directory.source WHERE name = ?")
                .param(source)
                .query(Boolean.class)
                .single();
        return connection;
    }

    private void nothingWasSent() {
        assertThat(premises.sandbox().requests().total()).isEqualTo(sent);
    }
}
