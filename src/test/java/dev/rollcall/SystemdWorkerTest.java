package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.InstallTest;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rollcall-worker.service} as systemd runs it, with the program that was packaged. */
@InstallTest({"unshare", "nsenter", "systemctl", "journalctl"})
class SystemdWorkerTest {
    private static final String WORKER = "rollcall-worker.service";
    private static final String AT_ONCE = SystemdFixture.AT_ONCE;

    /** When a source is due once, and not again in this test. */
    private static final String ONCE = "every 1d";

    private final SystemdFixture systemd = SystemdFixture.boot(Shape.of(200, 800, 100));

    @AfterEach
    void close() {
        systemd.close();
    }

    @Test
    void workerThatIsEnabledAndStartedPublishesUnderAllRestrictions() {
        systemd.job(systemd.jobFile().schedule(ONCE).toString());

        assertThat(systemd.machine().run("systemctl", "enable", "--now", WORKER).exitCode())
                .isZero();

        systemd.await(() -> systemd.published() == 1);
        assertThat(systemd.enabledUnits()).contains("multi-user.target.wants/" + WORKER);
        assertThat(systemd.machine().property(WORKER, "ActiveState")).isEqualTo("active");
        systemd.await(() -> journal().contains("acme: due at "));
        assertThat(journal()).contains("sources scheduled: 1; read at once: 2").doesNotContain("WARN", "ERROR");
        assertThat(systemd.machine().property(WORKER, "NRestarts")).isEqualTo("0");
    }

    @Test
    void stopEndsItAtTheCheckpointAndIsNoFailure() {
        beginReading();
        assertThat(systemd.machine().property(WORKER, "TimeoutStopUSec")).isEqualTo("15s");

        assertThat(systemd.machine().run("systemctl", "stop", WORKER).exitCode())
                .isZero();

        // It would be timeout, had systemd had to kill it.
        assertThat(systemd.machine().property(WORKER, "Result")).isEqualTo("success");
        systemd.assertHasEndedWell(WORKER, 143);
        assertThat(systemd.published()).isZero();
        assertThat(one("SELECT count(*) FROM batch.scheduled_tasks WHERE NOT picked AND execution_time <= now()"))
                .as("due at once")
                .isOne();

        goesOn();
        assertThat(systemd.start(WORKER)).isZero();
        assertIsResumed();
    }

    @Test
    void killedWorkerIsStartedAgainAndResumes() {
        assertThat(systemd.machine().property(WORKER, "RestartUSec")).isEqualTo("10s");
        systemd.machine().edit(WORKER, AT_ONCE);
        beginReading();
        goesOn();

        systemd.machine().run("systemctl", "kill", "--signal=KILL", WORKER);

        systemd.await(() -> systemd.machine().property(WORKER, "NRestarts").equals("1"));
        assertIsResumed();
        systemd.awaitState(WORKER, "active");
    }

    /** Only a person mends a schedule that never comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongOrMissingJobFileIsNotTriedAgain(boolean there) {
        systemd.machine().edit(WORKER, AT_ONCE);
        if (there) {
            systemd.job(systemd.jobFile().schedule("0 0 30 2 *").toString());
        } else {
            systemd.removeJob();
        }

        assertThat(systemd.start(WORKER)).as("its program is there").isZero();

        systemd.awaitState(WORKER, "failed");
        // Waiting to be started again is another state.
        assertThat(systemd.machine().property(WORKER, "SubState")).isEqualTo("failed");
        assertThat(systemd.machine().property(WORKER, "ExecMainStatus")).isEqualTo("2");
        assertThat(systemd.machine().property(WORKER, "NRestarts")).isEqualTo("0");
        assertThat(journal()).contains(there ? "schedule: expected a time that comes" : "no job file; expected");
    }

    /** It would go on with the jars of the version before. What it was reading is resumed. */
    @Test
    void packageThatIsUpgradedStartsTheWorkerAnew() throws IOException {
        beginReading();
        String before = systemd.machine().property(WORKER, "MainPID");

        systemd.script("prerm", "upgrade", "0.1.1");
        assertThat(systemd.machine().property(WORKER, "MainPID")).isEqualTo(before);
        systemd.script("postinst", "configure", "0.1.0");

        systemd.await(() -> !List.of("0", before).contains(systemd.machine().property(WORKER, "MainPID")));
        goesOn();
        assertIsResumed();
        systemd.awaitState(WORKER, "active");
        assertThat(systemd.machine().property(WORKER, "NRestarts"))
                .as("it did not fail")
                .isEqualTo("0");
        assertThat(journal()).doesNotContain("SIGKILL", "Failed with result");
    }

    @Test
    void packageThatIsUpgradedStartsNoWorkerThatWasStopped() throws IOException {
        systemd.script("prerm", "upgrade", "0.1.1");
        systemd.script("postinst", "configure", "0.1.0");

        assertThat(systemd.machine()
                        .run("systemctl", "list-jobs", "--no-legend")
                        .output())
                .doesNotContain("rollcall-worker");
        assertThat(systemd.machine().property(WORKER, "ActiveState")).isEqualTo("inactive");
    }

    /** Starts the worker, and returns when it has staged some of the source's pages. It takes minutes for the rest. */
    private void beginReading() {
        systemd.environment(
                systemd.database().url(),
                Path.of(System.getProperty("java.home")),
                "ROLLCALL_JAVA_OPTS=-Drollcall.worker.heartbeat-millis=1000");
        systemd.job(systemd.jobFile().schedule(ONCE).toString());
        systemd.sandbox().faults().latency(Duration.ofSeconds(10));
        assertThat(systemd.start(WORKER)).isZero();
        systemd.await(() -> is("staging.group_checkpoint") && one("SELECT count(*) FROM staging.memberships") > 0);
    }

    private void goesOn() {
        systemd.sandbox().faults().clear();
    }

    private void assertIsResumed() {
        systemd.await(() -> systemd.published() == 1);
        assertThat(one("SELECT runs FROM directory.snapshots WHERE outcome = 'published'"))
                .isEqualTo(2);
    }

    private boolean is(String table) {
        return systemd.jdbc()
                .sql("SELECT to_regclass(?) IS NOT NULL")
                .param(table)
                .query(Boolean.class)
                .single();
    }

    private long one(String sql) {
        return systemd.jdbc().sql(sql).query(Long.class).single();
    }

    private String journal() {
        return systemd.machine().journal(WORKER);
    }
}
