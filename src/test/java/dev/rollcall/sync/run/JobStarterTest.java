package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class JobStarterTest {
    private final SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(75, Shape.of(5, 20, 8)));
    private final JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
    private long snapshot;

    @BeforeEach
    void leaveAnExecutionThatLooksAlive() {
        fixture.sandbox().faults().denyOperation("ListUsers");
        SyncResult failed = fixture.sync();
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        snapshot = Objects.requireNonNull(failed.snapshotId());
        jdbc.sql("UPDATE batch.batch_job_execution SET status = 'STARTED', end_time = NULL")
                .update();
        fixture.sandbox().faults().clear();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void outdatedRunEndsNoExecutionOfALaterOne() {
        JobStarter starter = fixture.bean(JobStarter.class);

        assertThatThrownBy(() -> starter.prepare(new FencingToken(1, snapshot, epoch() - 1), () -> false))
                .isInstanceOf(FencedException.class);

        assertThat(status()).isEqualTo("STARTED");
    }

    @Test
    void currentRunEndsTheExecutionsThatDied() {
        fixture.bean(JobStarter.class).prepare(new FencingToken(1, snapshot, epoch()), () -> false);

        assertThat(status()).isEqualTo("FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_step_execution", "batch_job_execution"})
    void executionThatADeadRunStillWritesIsEndedAfterwards(String table) throws Exception {
        jdbc.sql("UPDATE batch.batch_step_execution SET status = 'STARTED', end_time = NULL")
                .update();
        JobStarter starter = fixture.bean(JobStarter.class);
        FencingToken token = new FencingToken(1, snapshot, epoch());

        try (Connection dead = fixture.dataSource().getConnection();
                Statement statement = dead.createStatement()) {
            dead.setAutoCommit(false);
            statement.executeUpdate("UPDATE batch." + table + " SET version = version + 1");
            CompletableFuture<Void> prepared = CompletableFuture.runAsync(
                    () -> starter.prepare(token, () -> false), task -> new Thread(task).start());
            await().atMost(Duration.ofSeconds(30)).until(() -> waitsForALock() || prepared.isDone());
            assertThat(prepared).isNotDone();
            dead.commit();
            prepared.get(30, TimeUnit.SECONDS);
        }

        assertThat(status()).isEqualTo("FAILED");
        assertThat(jdbc.sql("SELECT DISTINCT status FROM batch.batch_step_execution")
                        .query(String.class)
                        .list())
                .doesNotContain("STARTED");
    }

    private boolean waitsForALock() {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM pg_stat_activity
                                        WHERE datname = current_database() AND wait_event_type = 'Lock')
                        """).query(Boolean.class).single();
    }

    private long epoch() {
        return jdbc.sql("SELECT epoch FROM staging.fence WHERE source = 1")
                .query(Long.class)
                .single();
    }

    private String status() {
        return jdbc.sql("SELECT status FROM batch.batch_job_execution")
                .query(String.class)
                .single();
    }
}
