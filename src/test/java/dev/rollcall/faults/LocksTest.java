package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.HistoryWrites;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One run a source at a time, whatever happens to the one that runs. */
class LocksTest {
    private static final Shape SHAPE = Shape.of(30, 600, 200);

    private final FaultFixture world = new FaultFixture();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void ofTwoRunsThatStartAtOnceOneWorksAndTheOtherSaysWho() {
        startTwoAtOnce(5);
    }

    @Test
    @Tag("faults")
    void ofTwoRunsThatStartAtOnceOneWorksAndTheOtherSaysWhoManyTimes() {
        startTwoAtOnce(SuiteSize.of(5, 20, 50));
    }

    private void startTwoAtOnce(int times) {
        SandboxDirectory directory = SandboxDirectory.generate(101, SHAPE);
        Source source = world.source("acme", Cloud.AWS, directory).build();
        Runner one = world.runner();
        Runner other = world.runner();
        world.sandbox().faults().latency(Duration.ofMillis(30));
        for (int time = 0; time < times; time++) {
            directory.change(time);
            CyclicBarrier barrier = new CyclicBarrier(2);
            List<SyncResult> results =
                    Stream.of(one, other).map(runner -> together(barrier, runner, source)).toList().stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(results)
                    .extracting(SyncResult::outcome)
                    .containsExactlyInAnyOrder(Outcome.PUBLISHED, Outcome.BUSY);
            SyncResult busy = results.stream()
                    .filter(result -> result.outcome() == Outcome.BUSY)
                    .findFirst()
                    .orElseThrow();
            assertThat(ExitCodes.of(busy)).isEqualTo(5);
            assertThat(Objects.requireNonNull(busy.error()).message())
                    .containsPattern(
                            "host \\S+, process " + ProcessHandle.current().pid() + ", since \\d{4}-\\d\\d-\\d\\dT")
                    .containsPattern("pg_terminate_backend\\(\\d+\\)")
                    .doesNotContain("\n");
            world.published("acme").isExactly(directory);
        }
    }

    private static CompletableFuture<SyncResult> together(CyclicBarrier barrier, Runner runner, Source source) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return runner.sync(source);
                },
                work -> new Thread(work).start());
    }

    @Test
    void aRunThatHasOnlyJustTakenTheLockIsNamedAndNotTheOneBefore() {
        Source source = world.source("acme", Cloud.AWS, SandboxDirectory.generate(102, SHAPE))
                .build();
        Runner runner = world.runner();
        runner.sync(source);
        world.jdbc()
                .sql("UPDATE staging.fence SET holder = 'host ghost, process 1, since 2001-01-01T00:00:00Z'")
                .update();
        SourceRegistry registry = runner.bean(SourceRegistry.class);
        String store = source.directory().identityStoreId();

        try (var lock = registry.lock("acme", "aws", store)) {
            assertThat(lock.source()).isPositive();
            assertThatThrownBy(() -> registry.lock("acme", "aws", store))
                    .isInstanceOf(SourceBusyException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ",")
                    .hasMessageNotContaining("ghost");
        }
    }

    @Test
    void twoSourcesWorkSideBySide() {
        SandboxDirectory first = SandboxDirectory.generate(103, SHAPE);
        SandboxDirectory second = SandboxDirectory.generate(104, SHAPE, Cloud.HUAWEI);
        Source acme = world.source("acme", Cloud.AWS, first).build();
        Source other = world.source("other", Cloud.HUAWEI, second).build();
        Gate gate = new Gate(3);
        CompletableFuture<SyncResult> waiting = world.runner(gate::around).begin(acme);
        gate.awaitRun();

        assertThat(ExitCodes.of(world.runner().sync(other))).isZero();
        assertThat(waiting).isNotDone();
        gate.open();

        assertThat(ExitCodes.of(waiting.join())).isZero();
        world.published("acme").isExactly(first);
        world.published("other").isExactly(second);
    }

    @Test
    void twelveSourcesThatStartAtOnceAllEndWell() {
        List<Runner> runners = List.of(world.runner(), world.runner(), world.runner());
        List<SandboxDirectory> directories = IntStream.range(0, 12)
                .mapToObj(i -> SandboxDirectory.generate(110 + i, Shape.of(8, 60, 20)))
                .toList();
        List<Source> sources = IntStream.range(0, 12)
                .mapToObj(i -> world.source("source" + i, Cloud.AWS, directories.get(i))
                        .workers(1)
                        .build())
                .toList();
        CyclicBarrier barrier = new CyclicBarrier(3);
        List<CompletableFuture<List<SyncResult>>> calls = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                barrier.await();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            return runners.get(i).sync(sources.subList(4 * i, 4 * i + 4), SyncOptions.DEFAULT);
                        },
                        work -> new Thread(work).start()))
                .toList();

        assertThat(calls.stream().flatMap(call -> call.join().stream()))
                .hasSize(12)
                .allSatisfy(result -> assertThat(result.error()).isNull())
                .allSatisfy(result -> assertThat(ExitCodes.of(result)).isZero());
        IntStream.range(0, 12).forEach(i -> world.published("source" + i).isExactly(directories.get(i)));
    }

    @Test
    void aRunWhoseLockIsEndedNeverPublishesAndTheNextOneGoesOn() {
        SandboxDirectory directory = SandboxDirectory.generate(105, SHAPE);
        Source source = world.source("acme", Cloud.AWS, directory).build();
        Gate gate = new Gate(10);
        CompletableFuture<SyncResult> run = world.runner(gate::around).begin(source);
        gate.awaitRun();
        world.endLockOf("acme");
        gate.open();
        SyncResult failed = run.join();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(failed)).isEqualTo(1);
        assertThat(Objects.requireNonNull(failed.error()).message()).contains("lock");
        assertThat(outcome(failed)).isEqualTo("open");

        SyncResult resumed = world.runner().sync(source);
        assertThat(resumed.error()).isNull();
        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.snapshotId()).isEqualTo(failed.snapshotId());
        world.published("acme").isExactly(directory);
    }

    @Test
    void aRunThatStoodStillWhileAnotherTookItsPlaceChangesNothing() {
        SandboxDirectory directory = SandboxDirectory.generate(106, SHAPE);
        Source source = world.source("acme", Cloud.AWS, directory).build();
        Gate gate = new Gate(10);
        CompletableFuture<SyncResult> zombie = world.runner(gate::around).begin(source);
        gate.awaitRun();
        world.endLockOf("acme");
        Runner second = world.runner();
        SyncResult done = second.sync(source);
        assertThat(done.error()).isNull();
        world.published("acme").isExactly(directory);
        directory.change(1);
        SyncResult next = second.sync(source);
        assertThat(next.error()).isNull();
        HistoryWrites before = HistoryWrites.of(world.dataSource());
        String snapshots = snapshots();

        gate.open();
        SyncResult fenced = zombie.join();

        assertThat(fenced.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(fenced)).isEqualTo(1);
        assertThat(HistoryWrites.of(world.dataSource())).isEqualTo(before);
        assertThat(snapshots()).isEqualTo(snapshots);
        world.published("acme").isExactly(directory);
        assertThat(world.jdbc()
                        .sql("SELECT count(*) FROM staging.memberships")
                        .query(Long.class)
                        .single())
                .isZero();
        directory.change(2);
        assertThat(second.sync(source).error()).isNull();
        world.published("acme").isExactly(directory);
    }

    private String outcome(SyncResult result) {
        return world.jdbc()
                .sql("SELECT outcome FROM directory.snapshot WHERE id = ?")
                .param(result.snapshotId())
                .query(String.class)
                .single();
    }

    private String snapshots() {
        return JdbcClient.create(world.dataSource())
                .sql("SELECT string_agg(s::text, E'\\n' ORDER BY s.id) FROM directory.snapshot s")
                .query(String.class)
                .single();
    }
}
