package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.postgres.PgBouncer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A pooler between the job and the database: one that keeps sessions will do, one that lends them out is refused. */
class PgBouncerTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(701, Shape.of(6, 60, 20)));
    private Path program = Path.of("pgbouncer");

    @BeforeEach
    void find() {
        Optional<Path> found = PgBouncer.program();
        Assumptions.assumeTrue(found.isPresent(), "pgbouncer is not installed: apt-get install pgbouncer");
        program = found.orElseThrow();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void transactionModeIsRefusedAndNothingIsSent() {
        try (PgBouncer pooler = PgBouncer.start(program, cli.database(), "transaction")) {
            Map<String, String> through = Map.of("ROLLCALL_DB_URL", pooler.url());

            cli.run(through, "sync", "acme").isRefused(2, "a pooler lends sessions out", "session mode");
            cli.run(through, "status").isRefused(2, "a pooler lends sessions out", "session mode");
            assertThat(cli.sandbox().requests().total()).isZero();
            assertThat(cli.run(through, "check", "acme").endsWith(2).out())
                    .contains("FAIL  database sessions: ", "a pooler lends sessions out");
        }
    }

    @Test
    void sessionsThatArePooledForOthersGetNoneOfOurSettings() throws SQLException {
        try (PgBouncer pooler = PgBouncer.start(program, cli.database(), "transaction")) {
            Map<String, String> through = Map.of("ROLLCALL_DB_URL", pooler.url());
            for (String command :
                    new String[] {"sync acme", "status", "check acme", "migrate", "retire acme", "forget acme --user=u"
                    }) {
                cli.run(through, command.split(" ")).endsWith(2);
            }

            String user = cli.database().user();
            try (Connection one = DriverManager.getConnection(pooler.url(), user, "");
                    Connection two = DriverManager.getConnection(pooler.url(), user, "")) {
                one.setAutoCommit(false);
                assertThat(searchPath(one)).contains("public");
                assertThat(searchPath(two)).contains("public");
            }
        }
    }

    private static String searchPath(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("SHOW search_path")
                .query(String.class)
                .single();
    }

    @Test
    void sessionModeWillDo() {
        try (PgBouncer pooler = PgBouncer.start(program, cli.database(), "session")) {
            Map<String, String> through = Map.of("ROLLCALL_DB_URL", pooler.url());

            cli.run(through, "sync", "acme").isDone();
            assertThat(cli.run(through, "check", "acme").isDone().out())
                    .contains("database sessions: a connection keeps its own");
            assertThat(cli.published()).hasSize(1);
        }
    }
}
