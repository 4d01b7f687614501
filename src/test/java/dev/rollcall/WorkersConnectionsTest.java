package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.worker.Worker;
import dev.rollcall.worker.WorkerCapacity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code check} says of the workers that share a server with few connections. */
class WorkersConnectionsTest {
    /** All of them a superuser's. */
    private static final int CONNECTIONS = 60;

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(421, Shape.of(3, 20, 10), Cloud.AWS));
    private final List<AutoCloseable> workers = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.permitting(CONNECTIONS, folder.resolve("data"));
        // Never read here: it would hold connections, now and then.
        cli.job("acme", cli.jobFile() + "schedule: \"0 0 1 1 *\"\n");
        cli.run(DatabaseEnvironment.of(server.url(), server.user(), server.password()), "migrate")
                .isDone();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable worker : workers) {
            worker.close();
        }
        server.close();
        cli.close();
    }

    @Test
    void fleetIsSummedUpAsItGrows() {
        assertThat(workers(check().isDone()))
                .isEqualTo("ok    workers: 2 of 24 connections each fit the 60 that this user may have");

        worker(server.settings());
        assertThat(workers(check().isDone()))
                .isEqualTo("ok    workers: 1 on the server may open 24 connections"
                        + " together, and this user may have 60: 1 more of 24 each fit");

        Database second = scheduler(server.settings(), 30);
        assertThat(workers(check().isDone()))
                .isEqualTo("warn  workers: 2 on the server may open 54 connections"
                        + " together, and this user may have 60: not enough is left for another worker, which opens 24, or for"
                        + " this sync, which takes 7; give them fewer with --connections, or raise max_connections or the user's"
                        + " limit");

        scheduler(server.settings(), 24);
        assertThat(workers(check().endsWith(2)))
                .isEqualTo("FAIL  workers: 3 on the server may open 78 connections"
                        + " together, and this user may have 60; give them fewer with --connections, or raise max_connections"
                        + " or the user's limit");

        second.close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(workers(check().isDone()))
                        .startsWith("warn  workers: 2 on the server may open 48 connections "));
    }

    /** Each limit counts those whom it is set for. */
    @Test
    void workersOfOtherUsersAndDatabasesCountWhereTheLimitIsTheirsToo() {
        JdbcClient jdbc = JdbcClient.create(server.dataSource());
        jdbc.sql("CREATE ROLE other LOGIN SUPERUSER CONNECTION LIMIT 30 PASSWORD 'pw'")
                .update();
        try (TestDatabase elsewhere = server.createDatabase()) {
            scheduler(new DatabaseSettings(elsewhere.url(), server.user(), server.password()), 24);

            assertThat(workers(check().isDone())).contains(" 1 on the server may open 24 connections together");
            assertThat(workers(cli.run(DatabaseEnvironment.of(server.url(), "other", "pw"), "check", "acme")
                            .isDone()))
                    .isEqualTo("ok    workers: 1 of 24 connections each fit the 30 that this user may have");
        }
    }

    /** Whoever may connect sees the names of sessions. */
    @Test
    void userWithoutARightIsToldToo() {
        JdbcClient.create(server.dataSource())
                .sql("CREATE ROLE nobody LOGIN PASSWORD 'pw'")
                .update();
        scheduler(server.settings(), 24);

        CommandResult checked = cli.run(DatabaseEnvironment.of(server.url(), "nobody", "pw"), "check", "acme");

        assertThat(workers(checked.endsWith(2))).startsWith("ok    workers: 1 on the server may open 24 connections ");
        assertThat(checked.out()).contains("FAIL  schema version");
    }

    private void worker(DatabaseSettings settings) {
        ChildRun worker = ChildRun.worker(
                settings, Duration.ofSeconds(1), Path.of(cli.environment().getOrDefault("ROLLCALL_JOBS", "")));
        workers.add(worker);
        worker.await(() -> worker.output().contains("sources scheduled: 1; "));
    }

    /** The sessions of another worker, which are quicker to have than the whole of it. */
    private Database scheduler(DatabaseSettings settings, int connections) {
        Database scheduler = Worker.database(settings, new WorkerCapacity(connections, 1));
        workers.add(scheduler);
        assertThat(JdbcClient.create(scheduler.pool())
                        .sql("SELECT 1")
                        .query(Integer.class)
                        .single())
                .isOne();
        return scheduler;
    }

    private CommandResult check() {
        return cli.run(DatabaseEnvironment.of(server.url(), server.user(), server.password()), "check", "acme");
    }

    private static String workers(CommandResult checked) {
        return checked.out()
                .lines()
                .filter(line -> line.contains(" workers: "))
                .findFirst()
                .orElse("");
    }
}
