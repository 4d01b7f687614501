package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server that follows another one, and takes no changes. */
class StandbyTest {
    @TempDir
    private Path folder;

    @Test
    void standbyTellsItsStatusAndRefusesChanges() throws IOException {
        try (CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(461, Shape.of(4, 20, 10)));
                TestServer server = TestServer.start(folder.resolve("data"), true)) {
            Map<String, String> there = DatabaseEnvironment.of(server.url(), server.user(), server.password());
            cli.run(there, "sync", "acme").isDone();
            Path data = Path.of(JdbcClient.create(server.dataSource())
                    .sql("SHOW data_directory")
                    .query(String.class)
                    .single());
            server.crash();
            Files.createFile(data.resolve("standby.signal"));
            server.restart();
            long sent = cli.sandbox().requests().total();

            cli.run(there, "sync", "acme").isRefused(2, "nothing can be written: the server is a standby");
            cli.run(there, "migrate").isRefused(2, "the server is a standby");
            assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
            assertThat(cli.run(there, "check", "acme").endsWith(2).out())
                    .contains("FAIL  database writable: ", "targetServerType=primary");
            cli.run(there, "status").isDone();
        }
    }
}
