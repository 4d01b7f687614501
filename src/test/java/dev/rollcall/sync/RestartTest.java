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

/** A run resumes whatever Spring Batch remembers of the run before. */
class RestartTest {
    @Test
    void jobInstanceThatGotNoExecution() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(52, Shape.of(5, 20, 8)))) {
            fixture.sandbox().faults().denyOperation("ListUsers");
            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.FAILED);
            List.of(
                            "batch_step_execution_context",
                            "batch_step_execution",
                            "batch_job_execution_context",
                            "batch_job_execution_params",
                            "batch_job_execution")
                    .forEach(table -> JdbcClient.create(fixture.dataSource())
                            .sql("DELETE FROM batch." + table)
                            .update());
            fixture.sandbox().faults().clear();
            SyncResult resumed = fixture.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
        }
    }

    /** When a connection is lost as a step ends, the execution ends and the step keeps the status that it had. */
    @ParameterizedTest
    @ValueSource(strings = {"STARTING", "STARTED", "STOPPED", "FAILED", "UNKNOWN", "COMPLETED"})
    void resumesWhateverStatusAStepOfTheFailedRunHas(String status) {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(51, Shape.of(5, 20, 8)))) {
            fixture.sandbox().faults().denyOperation("ListUsers");
            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.FAILED);
            JdbcClient.create(fixture.dataSource())
                    .sql("UPDATE batch.batch_step_execution SET status = ? WHERE step_name = 'stageUsers'")
                    .param(status)
                    .update();
            fixture.sandbox().faults().clear();
            SyncResult resumed = fixture.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
        }
    }

    /** No listener is called for such a step, and still no worker may wait for the groups that it will not list. */
    @ParameterizedTest
    @ValueSource(strings = {"stageGroups", "stageUsers", "stageMemberships"})
    @Timeout(60)
    void stepThatCouldNotBeCreatedEndsTheRun(String step) {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(53, Shape.of(5, 20, 8)))) {
            JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
            jdbc.sql("ALTER TABLE batch.batch_step_execution ADD CONSTRAINT refused CHECK (step_name <> '" + step
                            + "')")
                    .update();
            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.FAILED);

            jdbc.sql("ALTER TABLE batch.batch_step_execution DROP CONSTRAINT refused")
                    .update();
            SyncResult resumed = fixture.sync();

            assertThat(resumed.error()).isNull();
            assertThat(resumed.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
        }
    }
}
