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

/** Kills a JVM of its own in the middle of the job, and runs the job again. */
class CrashTest {
    private static final Shape SHAPE = Shape.of(300, 6_000, 1_500);
    private static final int WORKERS = 4;
    private static final int PAGES_OF_A_CHUNK = 10;

    /** The listing of users is a worker too. */
    private static final int MOST_READ_TWICE = (WORKERS + 1) * PAGES_OF_A_CHUNK;

    @ParameterizedTest
    @CsvSource({"AWS, 1", "AWS, 150", "HUAWEI, 60", "HUAWEI, 300"})
    void aKilledRunGoesOnFromItsCheckpoints(Cloud cloud, int requestsBeforeTheKill) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(21, SHAPE, cloud))) {
            rig.sandbox().faults().latency(Duration.ofMillis(5));
            try (ChildRun child = start(rig)) {
                child.await(() -> rig.sandbox().requests().served() >= requestsBeforeTheKill);
                child.kill();
            }
            SyncResult result = rig.sync(rig.source().workers(WORKERS).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
            List<PageRequest> readTwice = rig.sandbox().requests().servedAgain();
            assertThat(readTwice).hasSizeLessThanOrEqualTo(MOST_READ_TWICE);
        }
    }

    @Test
    void aRunKilledWhileItPublishesPublishesAllOrNothing() {
        try (SyncFixture rig = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(22, SHAPE))) {
            rig.sync();
            rig.directory().change(1);
            long before = rig.published().memberships().hashCode();
            rig.sandbox().requests().clear();
            try (LockedTable lock = LockedTable.of(rig.dataSource(), "directory.memberships_history");
                    ChildRun child = start(rig)) {
                child.await(lock::hasWaiter);
                child.kill();
            }
            assertThat(rig.published().memberships().hashCode()).isEqualTo(before);
            long requests = rig.sandbox().requests().total();
            SyncResult result = rig.sync();

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            assertThat(rig.sandbox().requests().total()).isEqualTo(requests);
            rig.published().isExactly(rig.directory());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void aRunToldToStopEndsInTimeAndTheNextOneGoesOn(Cloud cloud) {
        try (SyncFixture rig = new SyncFixture(cloud, SandboxDirectory.generate(23, SHAPE, cloud))) {
            rig.sandbox().faults().latency(Duration.ofMillis(20));
            try (ChildRun child = start(rig)) {
                child.await(() -> rig.sandbox().requests().served() >= 50);
                child.signal("TERM");
                assertThat(child.awaitExit(Duration.ofSeconds(30)))
                        .as(child::output)
                        .isEqualTo(143);
                assertThat(child.output()).contains("run again to resume");
            }
            rig.sandbox().faults().clear();
            SyncResult result = rig.sync(rig.source().workers(WORKERS).build(), SyncOptions.DEFAULT);

            assertThat(result.error()).isNull();
            assertThat(result.resumed()).isTrue();
            rig.published().isExactly(rig.directory());
            // The page that each reader was ahead may be asked for again.
            assertThat(rig.sandbox().requests().servedAgain()).hasSizeLessThanOrEqualTo(WORKERS + 1);
        }
    }

    private static ChildRun start(SyncFixture rig) {
        return ChildRun.start(rig.settings(), rig.source().workers(WORKERS).build());
    }
}
