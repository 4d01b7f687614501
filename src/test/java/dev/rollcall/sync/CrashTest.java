package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.PageRequest;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills or stops a process in the middle of the job, and runs the job again. */
class CrashTest {
    private static final Shape SHAPE = Shape.of(300, 6_000, 1_500);
    private static final int WORKERS = 4;
    private static final int PAGES_OF_A_CHUNK = 10;

    /** The listing of users is read beside the workers. */
    private static final int MOST_READ_TWICE = (WORKERS + 1) * PAGES_OF_A_CHUNK;

    @ParameterizedTest
    @CsvSource({"AWS, 1", "AWS, 150", "HUAWEI, 60", "HUAWEI, 300"})
    void killedRunGoesOnFromItsCheckpoints(Cloud cloud, int requestsBeforeTheKill) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(21, SHAPE, cloud))) {
            fixture.sandbox().faults().latency(Duration.ofMillis(5));
            try (ChildRun child = start(fixture)) {
                child.await(() -> fixture.sandbox().requests().served() >= requestsBeforeTheKill);
                child.kill();
            }
            SyncResult result = fixture.sync(fixture.source().workers(WORKERS).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
            List<PageRequest> readTwice = fixture.sandbox().requests().servedAgain();
            assertThat(readTwice).hasSizeLessThanOrEqualTo(MOST_READ_TWICE);
        }
    }

    @Test
    void runKilledWhileItPublishesPublishesAllOrNothing() {
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(22, SHAPE))) {
            fixture.sync();
            fixture.directory().change(1);
            long before = fixture.published().memberships().hashCode();
            fixture.sandbox().requests().clear();
            try (LockedTable lock = LockedTable.of(fixture.dataSource(), "directory.memberships_history");
                    ChildRun child = start(fixture)) {
                child.await(lock::hasWaiter);
                child.kill();
            }
            assertThat(fixture.published().memberships().hashCode()).isEqualTo(before);
            long requests = fixture.sandbox().requests().total();
            SyncResult result = fixture.sync();

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            assertThat(fixture.sandbox().requests().total()).isEqualTo(requests);
            fixture.published().isExactly(fixture.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void runToldToStopEndsInTimeAndTheNextOneGoesOn(Cloud cloud) {
        try (SyncFixture fixture = new SyncFixture(cloud, SandboxDirectory.generate(23, SHAPE, cloud))) {
            fixture.sandbox().faults().latency(Duration.ofMillis(20));
            try (ChildRun child = start(fixture)) {
                child.await(() -> fixture.sandbox().requests().served() >= 50);
                child.signal("TERM");
                assertThat(child.awaitExit(Duration.ofSeconds(30)))
                        .as(child::output)
                        .isEqualTo(143);
                assertThat(child.output()).contains("run again to resume");
            }
            fixture.sandbox().faults().clear();
            SyncResult result = fixture.sync(fixture.source().workers(WORKERS).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            fixture.published().isExactly(fixture.directory());
            // The page that each reader had prefetched may be requested again.
            assertThat(fixture.sandbox().requests().servedAgain()).hasSizeLessThanOrEqualTo(WORKERS + 1);
        }
    }

    private static ChildRun start(SyncFixture fixture) {
        return ChildRun.start(
                fixture.settings(), fixture.source().workers(WORKERS).build());
    }
}
