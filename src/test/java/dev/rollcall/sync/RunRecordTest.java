package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the database says of a source's newest run while it is under way, after its end, and when it had none. */
class RunRecordTest {
    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(61, Shape.of(40, 900, 200));
    private final Source source =
            fixture.source("acme", Cloud.AWS, directory).pageSize(20).build();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void runUnderWayIsThereWithItsProcess() {
        PageGate gate = new PageGate(5);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();

        SourceStatus status = status();
        assertThat(lastRun(status).end()).isNull();
        assertThat(lastRun(status).process().process())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(Objects.requireNonNull(open(status).run()).process())
                .isEqualTo(lastRun(status).process());
        gate.open();

        SyncResult result = run.join();
        assertThat(status().open()).isNull();
        SourceStatus.RunEnd end = Objects.requireNonNull(lastRun(status()).end());
        assertThat(end.outcome()).isEqualTo("published");
        assertThat(end.exitCode()).isZero();
        assertThat(fixture.jdbc()
                        .sql("SELECT snapshot_id || ' ' || requests FROM directory.last_runs")
                        .query(String.class)
                        .single())
                .isEqualTo(result.snapshotId() + " "
                        + Objects.requireNonNull(result.requests()).requests());
    }

    @Test
    void runThatLostItsSourceLeavesTheLaterRunsRecord() {
        PageGate gate = new PageGate(5);
        CompletableFuture<SyncResult> overtaken =
                fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        assertThat(fixture.application().sync(source).outcome()).isEqualTo(Outcome.PUBLISHED);
        gate.open();

        assertThat(overtaken.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(lastRun(status()).end()).outcome()).isEqualTo("published");
    }

    @Test
    void killedRunHasNoEndAndItsSnapshotWasInterrupted() {
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        try (ChildRun run = ChildRun.start(fixture.settings(), source)) {
            run.await(() -> fixture.sandbox().requests().served("ListGroupMemberships") > 5);
            run.kill();
            Awaitility.await().until(() -> !fixture.isLocked());

            SourceStatus status = status();
            assertThat(lastRun(status).end()).isNull();
            assertThat(lastRun(status).process().process()).isEqualTo(run.pid());
            assertThat(open(status).run()).isNull();

            PageGate gate = new PageGate(5);
            CompletableFuture<SyncResult> dryRun = beginDryRun(gate);
            gate.awaitRun();
            assertThat(open(status()).run()).isNull();
            fixture.jdbc()
                    .sql("UPDATE directory.last_run SET process = ?")
                    .param(ProcessHandle.current().pid())
                    .update();
            assertThat(open(status()).run()).isNull();
            gate.open();
            assertThat(dryRun.join().outcome()).isEqualTo(Outcome.DRY_RUN);
        }
    }

    @Test
    void rowsReadSoFarAreSummedFromTheCheckpoints() {
        PageGate gate = new PageGate(30);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        gate.open();
        assertThat(run.join().outcome()).isEqualTo(Outcome.FAILED);

        assertThat(fixture.jdbc()
                        .sql("SELECT memberships_read || ' ' || users_read FROM directory.running")
                        .query(String.class)
                        .single())
                .isEqualTo(fixture.jdbc()
                        .sql("SELECT (SELECT count(*) FROM staging.memberships) || ' '"
                                + " || (SELECT count(*) FROM staging.users)")
                        .query(String.class)
                        .single())
                .doesNotStartWith("0 ");
    }

    @Test
    void rateAndEndAreOfTheRunThatWorks() {
        PageGate first = new PageGate(30);
        CompletableFuture<SyncResult> run = fixture.application(first::around).begin(source);
        first.awaitRun();
        assertThat(Objects.requireNonNull(open(status()).run()).rate()).isPositive();
        assertThat(Objects.requireNonNull(open(status()).run()).expectedEnd()).isNotNull();
        fixture.endLockOf("acme");
        first.open();
        assertThat(run.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(open(status()).run()).isNull();

        PageGate second = new PageGate(5);
        CompletableFuture<SyncResult> resumed =
                fixture.application(second::around).begin(source);
        second.awaitRun();
        assertThat(fixture.jdbc().sql("""
                        SELECT l.requests_before > 0
                               AND round(r.rate * extract(epoch FROM now() - r.run_since)) = r.requests - l.requests_before
                          FROM directory.running r, directory.last_run l
                        """).query(Boolean.class).single()).isTrue();
        second.open();
        assertThat(resumed.join().outcome()).isEqualTo(Outcome.PUBLISHED);
    }

    private CompletableFuture<SyncResult> beginDryRun(PageGate gate) {
        SyncApplication application = fixture.application(gate::around);
        return CompletableFuture.supplyAsync(
                () -> application.sync(source, new SyncOptions(false, (name, difference) -> {}, null)));
    }

    private SourceStatus status() {
        return new SourceStatusQuery(fixture.dataSource()).all().get(0);
    }

    private static SourceStatus.LastRun lastRun(SourceStatus status) {
        return Objects.requireNonNull(status.lastRun());
    }

    private static SourceStatus.Open open(SourceStatus status) {
        return Objects.requireNonNull(status.open());
    }
}
