package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Spring Batch may remember of a run, and that the next one goes on all the same. */
class RestartTest {
    @Test
    void aJobInstanceThatGotNoExecution() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(52, Shape.of(5, 20, 8)))) {
            rig.sandbox().faults().denyOperation("ListUsers");
            assertThat(rig.sync().outcome()).isEqualTo(Outcome.FAILED);
            List.of(
                            "batch_step_execution_context",
                            "batch_step_execution",
                            "batch_job_execution_context",
                            "batch_job_execution_params",
                            "batch_job_execution")
                    .forEach(table -> JdbcClient.create(rig.dataSource())
                            .sql("DELETE FROM batch." + table)
                            .update());
            rig.sandbox().faults().clear();
            SyncResult resumed = rig.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
        }
    }

    /** A connection lost at the right moment leaves a step as it was, in an execution that ended. */
    @ParameterizedTest
    @ValueSource(strings = {"STARTING", "STARTED", "STOPPED", "FAILED", "UNKNOWN", "COMPLETED"})
    void whateverAStepOfTheFailedRunIsSaidToBe(String status) {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(51, Shape.of(5, 20, 8)))) {
            rig.sandbox().faults().denyOperation("ListUsers");
            assertThat(rig.sync().outcome()).isEqualTo(Outcome.FAILED);
            JdbcClient.create(rig.dataSource())
                    .sql("UPDATE batch.batch_step_execution SET status = ? WHERE step_name = 'stageUsers'")
                    .param(status)
                    .update();
            rig.sandbox().faults().clear();
            SyncResult resumed = rig.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
        }
    }

    /** Such a step tells no listener; nobody may wait for groups that it will never list. */
    @ParameterizedTest
    @ValueSource(strings = {"stageGroups", "stageUsers", "stageMemberships"})
    @Timeout(60)
    void aStepThatCouldNotBeCreatedEndsTheRun(String step) {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(53, Shape.of(5, 20, 8)))) {
            JdbcClient jdbc = JdbcClient.create(rig.dataSource());
            jdbc.sql("ALTER TABLE batch.batch_step_execution ADD CONSTRAINT refused CHECK (step_name <> '" + step
                            + "')")
                    .update();
            assertThat(rig.sync().outcome()).isEqualTo(Outcome.FAILED);

            jdbc.sql("ALTER TABLE batch.batch_step_execution DROP CONSTRAINT refused")
                    .update();
            SyncResult resumed = rig.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
        }
    }
}
