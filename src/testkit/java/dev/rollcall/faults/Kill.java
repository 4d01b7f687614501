package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.postgres.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A SIGKILL to a run, or to the database beneath it. */
@FunctionalInterface
interface Kill {
    Duration PATIENCE = Duration.ofMinutes(2);

    /** Kills; returns when the run has ended and the database answers. Returns whether the run was alive before. */
    boolean strike(ChildRun run);

    /** Kills the run. */
    static Kill toRun() {
        return ChildRun::kill;
    }

    /** Kills all processes of the database's server. */
    static Kill toServer(TestServer server) {
        return run -> met(run, () -> {
            server.crash();
            server.restart();
        });
    }

    /** Kills the first process of the database's server; its children end when they notice. */
    static Kill toPostmaster(TestServer server) {
        return run -> met(run, () -> {
            server.killPostmaster();
            server.restart();
        });
    }

    /** Kills one of the server processes that work for the run; the server then ends the others and recovers by itself. */
    static Kill toBackend(TestServer server, Random random) {
        JdbcClient jdbc = JdbcClient.create(server.dataSource());
        return run -> {
            List<Long> sessions = jdbc.sql(
                            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'rollcall%' ORDER BY state")
                    .query(Long.class)
                    .list();
            if (sessions.isEmpty()) {
                return false;
            }
            long session = sessions.get(random.nextInt(sessions.size()));
            return met(run, () -> {
                ProcessHandle.of(session).ifPresent(ProcessHandle::destroyForcibly);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(DataAccessException.class)
                        .until(() -> jdbc.sql("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = ?")
                                .param(session)
                                .query(Boolean.class)
                                .single());
            });
        };
    }

    private static boolean met(ChildRun run, Runnable crash) {
        boolean alive = run.isAlive();
        crash.run();
        int exitCode = run.awaitExit(PATIENCE);
        assertThat(exitCode).as(run.output()).isIn(0, 1);
        assertThat(run.output()).doesNotContain("internal error");
        return alive;
    }
}
