package dev.rollcall.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestDatabaseTest {
    @Test
    void eachDatabaseIsEmptyAndItsOwn() {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            JdbcClient.create(one.dataSource()).sql("CREATE TABLE t (a int)").update();

            assertThat(tables(one)).isEqualTo(1);
            assertThat(tables(other)).isZero();
        }
    }

    @Test
    void databaseIsUtf8AndInAnotherTimeZoneThanTheJvm() {
        try (TestDatabase database = TestDatabase.create()) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());

            assertThat(show(jdbc, "server_encoding")).isEqualTo("UTF8");
            assertThat(show(jdbc, "TimeZone"))
                    .isEqualTo("Pacific/Auckland")
                    .isNotEqualTo(ZoneId.systemDefault().getId());
        }
    }

    @Test
    void closingCutsOffConnectionsThatAreStillOpen() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password())) {
            database.close();

            assertThat(connection.isValid(5)).isFalse();
        }
        assertThatThrownBy(() -> database.dataSource().getConnection()).isInstanceOf(SQLException.class);
    }

    @Test
    void serverThatTheEnvironmentNamesComesFirst() {
        PostgresAddress named = SharedServers.named(Map.of(
                        "ROLLCALL_TEST_DB_URL", "jdbc:postgresql://db:5433/postgres?sslmode=require",
                        "ROLLCALL_TEST_DB_USER", "owner",
                        "ROLLCALL_TEST_DB_PASSWORD", "pw"))
                .orElseThrow();

        assertThat(named.database("fresh"))
                .isEqualTo(new PostgresAddress("jdbc:postgresql://db:5433/fresh?sslmode=require", "owner", "pw"));
        assertThat(SharedServers.named(Map.of())).isEmpty();
    }

    @Test
    void socketWithoutAnEngineIsNoDocker(@TempDir Path folder) {
        Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"));

        assertThat(DockerServer.engineAnswers(environment)).isFalse();
    }

    private static int tables(TestDatabase database) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                .query(Integer.class)
                .single();
    }

    private static String show(JdbcClient jdbc, String setting) {
        return jdbc.sql("SELECT current_setting(?)")
                .param(setting)
                .query(String.class)
                .single();
    }
}
