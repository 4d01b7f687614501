package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceRegistry;
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

/** A source has one run at a time, whatever happens to that run. */
class LocksTest {
    private static final Shape SHAPE = Shape.of(30, 600, 200);

    private final SandboxFixture fixture = new SandboxFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void oneOfTwoRunsThatStartAtOncePublishesAndTheOtherNamesIt() {
        startTwoAtOnce(5);
    }

    @Test
    @Tag("faults")
    void oneOfTwoRunsThatStartAtOncePublishesEachTime() {
        startTwoAtOnce(SuiteSize.of(5, 10, 50));
    }

    private void startTwoAtOnce(int times) {
        SandboxDirectory directory = SandboxDirectory.generate(101, SHAPE);
        Source source = fixture.source("acme", Cloud.AWS, directory).build();
        SyncApplication one = fixture.application();
        SyncApplication other = fixture.application();
        fixture.sandbox().faults().latency(Duration.ofMillis(30));
        for (int time = 0; time < times; time++) {
            directory.change(time);
            CyclicBarrier barrier = new CyclicBarrier(2);
            List<SyncResult> results =
                    Stream.of(one, other).map(application -> together(barrier, application, source)).toList().stream()
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
            fixture.published("acme").isExactly(directory);
        }
    }

    private static CompletableFuture<SyncResult> together(
            CyclicBarrier barrier, SyncApplication application, Source source) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return application.sync(source);
                },
                work -> new Thread(work).start());
    }

    @Test
    void runThatHasJustTakenTheLockIsNamedAndNotTheOneBefore() {
        Source source = fixture.source("acme", Cloud.AWS, SandboxDirectory.generate(102, SHAPE))
                .build();
        SyncApplication application = fixture.application();
        application.sync(source);
        fixture.jdbc()
                .sql("UPDATE staging.fence SET holder = 'host ghost, process 1, since 2001-01-01T00:00:00Z'")
                .update();
        SourceRegistry registry = application.bean(SourceRegistry.class);
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
    void twoSourcesRunSideBySide() {
        SandboxDirectory first = SandboxDirectory.generate(103, SHAPE);
        SandboxDirectory second = SandboxDirectory.generate(104, SHAPE, Cloud.HUAWEI);
        Source acme = fixture.source("acme", Cloud.AWS, first).build();
        Source other = fixture.source("other", Cloud.HUAWEI, second).build();
        PageGate gate = new PageGate(3);
        CompletableFuture<SyncResult> waiting =
                fixture.application(gate::around).begin(acme);
        gate.awaitRun();

        assertThat(ExitCodes.of(fixture.application().sync(other))).isZero();
        assertThat(waiting).isNotDone();
        gate.open();

        assertThat(ExitCodes.of(waiting.join())).isZero();
        fixture.published("acme").isExactly(first);
        fixture.published("other").isExactly(second);
    }

    @Test
    void twelveSourcesThatStartAtOnceAllPublish() {
        List<SyncApplication> applications =
                List.of(fixture.application(), fixture.application(), fixture.application());
        List<SandboxDirectory> directories = IntStream.range(0, 12)
                .mapToObj(i -> SandboxDirectory.generate(110 + i, Shape.of(8, 60, 20)))
                .toList();
        List<Source> sources = IntStream.range(0, 12)
                .mapToObj(i -> fixture.source("source" + i, Cloud.AWS, directories.get(i))
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
                            return applications.get(i).sync(sources.subList(4 * i, 4 * i + 4), SyncOptions.DEFAULT);
                        },
                        work -> new Thread(work).start()))
                .toList();

        assertThat(calls.stream().flatMap(call -> call.join().stream()))
                .hasSize(12)
                .allSatisfy(result -> assertThat(result.error()).isNull())
                .allSatisfy(result -> assertThat(ExitCodes.of(result)).isZero());
        IntStream.range(0, 12).forEach(i -> fixture.published("source" + i).isExactly(directories.get(i)));
    }

    @Test
    void runWhoseLockIsEndedNeverPublishesAndTheNextOneResumes() {
        SandboxDirectory directory = SandboxDirectory.generate(105, SHAPE);
        Source source = fixture.source("acme", Cloud.AWS, directory).build();
        PageGate gate = new PageGate(10);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        gate.open();
        SyncResult failed = run.join();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(failed)).isEqualTo(1);
        assertThat(Objects.requireNonNull(failed.error()).message()).contains("lock");
        assertThat(outcome(failed)).isEqualTo("open");

        SyncResult resumed = fixture.application().sync(source);
        assertThat(resumed.error()).isNull();
        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.snapshotId()).isEqualTo(failed.snapshotId());
        fixture.published("acme").isExactly(directory);
    }

    @Test
    void runThatStoodStillWhileAnotherTookItsPlaceChangesNothing() {
        SandboxDirectory directory = SandboxDirectory.generate(106, SHAPE);
        Source source = fixture.source("acme", Cloud.AWS, directory).build();
        PageGate gate = new PageGate(10);
        CompletableFuture<SyncResult> zombie = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        SyncApplication second = fixture.application();
        SyncResult done = second.sync(source);
        assertThat(done.error()).isNull();
        fixture.published("acme").isExactly(directory);
        directory.change(1);
        SyncResult next = second.sync(source);
        assertThat(next.error()).isNull();
        HistoryWrites before = HistoryWrites.of(fixture.dataSource());
        String snapshots = snapshots();

        gate.open();
        SyncResult fenced = zombie.join();

        assertThat(fenced.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(fenced)).isEqualTo(1);
        assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
        assertThat(snapshots()).isEqualTo(snapshots);
        fixture.published("acme").isExactly(directory);
        assertThat(fixture.jdbc()
                        .sql("SELECT count(*) FROM staging.memberships")
                        .query(Long.class)
                        .single())
                .isZero();
        directory.change(2);
        assertThat(second.sync(source).error()).isNull();
        fixture.published("acme").isExactly(directory);
    }

    private String outcome(SyncResult result) {
        return fixture.jdbc()
                .sql("SELECT outcome FROM directory.snapshot WHERE id = ?")
                .param(result.snapshotId())
                .query(String.class)
                .single();
    }

    private String snapshots() {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT string_agg(s::text, E'\\n' ORDER BY s.id) FROM directory.snapshot s")
                .query(String.class)
                .single();
    }
}
