package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
