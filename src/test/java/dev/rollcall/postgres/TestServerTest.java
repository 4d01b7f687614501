package dev.rollcall.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.machine.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestServerTest {
    @TempDir
    private Path folder;

    @Test
    void committedRowSurvivesACrash() {
        try (TestServer server = TestServer.start(folder.resolve("data"), true)) {
            JdbcClient jdbc = JdbcClient.create(server.dataSource());
            jdbc.sql("CREATE TABLE t AS SELECT 42 AS a").update();

            server.crash();
            // Another server may have taken the port: that one has no such table.
            assertThatThrownBy(() ->
                            jdbc.sql("SELECT a FROM t").query(Integer.class).single())
                    .isInstanceOf(DataAccessException.class);
            server.restart();

            assertThat(jdbc.sql("SELECT a FROM t").query(Integer.class).single())
                    .isEqualTo(42);
            assertThat(jdbc.sql("SHOW fsync").query(String.class).single()).isEqualTo("on");
        }
    }

    @Test
    void keptServerIsFoundAgainWhileItRunsAndItsDataAfterwards() {
        Path data = folder.resolve("kept");
        EmbeddedServer first = EmbeddedServer.keep(data);
        JdbcClient.create(first.dataSource()).sql("CREATE TABLE t (a int)").update();

        EmbeddedServer second = EmbeddedServer.keep(data);
        assertThat(second.url()).isEqualTo(first.url());
        second.close();
        assertThatThrownBy(() -> first.dataSource().getConnection()).isInstanceOf(SQLException.class);

        try (EmbeddedServer third = EmbeddedServer.keep(data)) {
            assertThat(JdbcClient.create(third.dataSource())
                            .sql("SELECT count(*) FROM t")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void keptServerThatAnotherClientUsesIsNotStopped() throws SQLException {
        EmbeddedServer server = EmbeddedServer.keep(folder.resolve("kept"));
        try (var connection = server.dataSource().getConnection()) {
            server.close();

            assertThat(connection.isValid(5)).isTrue();
        }
        server.close();
    }

    @Test
    void staleProcessFileIsNoObstacle() throws Exception {
        Path data = folder.resolve("kept");
        EmbeddedServer.keep(data).close();
        String notPostgres = Long.toString(ProcessHandle.current().pid());
        Files.writeString(data.resolve("postmaster.pid"), notPostgres + "\n" + data + "\n0\n1\n");

        try (EmbeddedServer server = EmbeddedServer.keep(data)) {
            assertThat(server.url()).doesNotContain(":1/");
        }
    }

    @Test
    void rootFallsBackToAnUnprivilegedAccount() throws Exception {
        assumeTrue(ServerUser.isRoot() && ProgramRun.succeeds("id", "-u", "nobody"));
        Cluster cluster = Cluster.at(folder.resolve("data"), ServerUser.account("nobody"), false);

        try (var connection = cluster.start().connect()) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(Files.getOwner(cluster.data()).getName()).isEqualTo("nobody");
        } finally {
            cluster.stop("immediate");
            Reaper.watch(cluster.data(), cluster.data());
        }
    }
}
