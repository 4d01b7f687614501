package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.machine.TcpProxy;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network between the job and PostgreSQL that fails: a run ends, and the next one publishes the truth. */
@Tag("faults")
class DatabaseNetworkTest {
    private static final Shape SHAPE = Shape.of(30, 1_500, 400);

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(201, SHAPE);
    private final Source source =
            fixture.source("acme", Cloud.AWS, directory).pageSize(20).build();
    private final TcpProxy network =
            TcpProxy.to(database().getHost(), database().getPort());
    private final SyncApplication application = fixture.application(through(network));

    @AfterEach
    void close() {
        network.close();
        fixture.close();
    }

    @Test
    void nextRunPublishesAfterConnectionsAreReset() {
        PageGate gate = new PageGate(20);
        CompletableFuture<SyncResult> run =
                fixture.application(through(network), gate::around).begin(source);
        gate.awaitRun();
        network.reset();
        gate.open();

        failsAndTheNextRunPublishes(run.join());
    }

    @Test
    void nextRunPublishesAfterConnectionsGoDead() {
        PageGate gate = new PageGate(20);
        CompletableFuture<SyncResult> run =
                fixture.application(through(network), gate::around).begin(source);
        gate.awaitRun();
        network.stall();
        gate.open();
        SyncResult failed = run.join();
        // The server notices by its keepalives; this network answers those itself.
        network.reset();

        failsAndTheNextRunPublishes(failed);
    }

    @Test
    void nextRunPublishesAfterConnectionsEndUnnoticedByTheClient() {
        PageGate gate = new PageGate(20);
        CompletableFuture<SyncResult> run =
                fixture.application(through(network), gate::around).begin(source);
        gate.awaitRun();
        network.halfOpen();
        gate.open();

        failsAndTheNextRunPublishes(run.join());
    }

    @Test
    void slowNetworkOnlyTakesTime() {
        network.delay(3);

        assertThat(application.sync(source).error()).isNull();
        fixture.published("acme").isExactly(directory);
    }

    @ParameterizedTest
    @ValueSource(longs = {600, 9_000})
    void nextRunPublishesAfterConnectionsAreCut(long bytes) {
        network.cutAfter(bytes);
        Throwable unreachable = catchThrowable(
                () -> assertThat(application.sync(source).outcome()).isEqualTo(Outcome.FAILED));
        if (unreachable != null) {
            assertThat(ErrorTranslator.translate(unreachable)).isInstanceOf(DatabaseException.class);
        }

        publishes();
    }

    @Test
    void publishCountsThoughTheAnswerToItsCommitIsLost() {
        network.loseCommitOf("UPDATE directory.snapshot\n   SET outcome = 'published'");
        SyncResult result = application.sync(source);

        assertThat(network.commitsLost()).isEqualTo(1);
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published("acme").isExactly(directory);
        directory.change(1);
        publishes();
    }

    @Test
    void guardHoldsBackThoughTheAnswerToItsCommitIsLost() {
        publishes();
        directory.groups().stream()
                .limit(directory.groups().size() / 2)
                .toList()
                .forEach(group -> directory.removeGroup(group.id()));
        network.loseCommitOf("SET outcome = 'guarded'");
        SyncResult result = application.sync(source);

        assertThat(network.commitsLost()).isEqualTo(1);
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.GUARDED);
        assertThat(ExitCodes.of(result)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY staging.memberships", "INSERT INTO staging.groups", "INSERT INTO staging.users"})
    void nextRunPublishesAfterTheAnswerToTheCommitOfAChunkIsLost(String statement) {
        network.loseCommitOf(statement);
        SyncResult failed = application.sync(source);

        assertThat(network.commitsLost()).isEqualTo(1);
        failsAndTheNextRunPublishes(failed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE batch.BATCH_STEP_EXECUTION", "UPDATE batch.BATCH_JOB_EXECUTION"})
    void nextRunPublishesAfterTheAnswerToACommitOfSpringBatchIsLost(String statement) {
        network.loseCommitOf(statement);
        SyncResult result = application.sync(source);

        assertThat(network.commitsLost()).isEqualTo(1);
        if (result.outcome() == Outcome.PUBLISHED) {
            publishes();
        } else {
            failsAndTheNextRunPublishes(result);
        }
    }

    /** Takes minutes: the pool tries for half a minute whenever a connection is requested. */
    @Test
    @EnabledIfSystemProperty(named = "rollcall.faults", matches = "full")
    void nextRunPublishesAfterANetworkThatStaysDead() {
        PageGate gate = new PageGate(20);
        CompletableFuture<SyncResult> run =
                fixture.application(through(network), gate::around).begin(source);
        gate.awaitRun();
        network.close();
        gate.open();

        failsAndTheNextRunPublishes(run.join());
    }

    private void failsAndTheNextRunPublishes(SyncResult failed) {
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(failed)).isEqualTo(1);
        assertThat(Objects.requireNonNull(failed.error()).code()).isEqualTo("database");
        assertThat(failed.error().message()).doesNotContain("\n");
        publishes();
    }

    private void publishes() {
        // The server notices the end of a connection in its own time, and the source is held until then.
        await().until(() -> !fixture.isLocked());
        SyncResult next = fixture.application().sync(source);
        assertThat(next.error()).isNull();
        assertThat(next.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published("acme").isExactly(directory);
    }

    private URI database() {
        return URI.create(fixture.settings().url().substring("jdbc:".length()));
    }

    private DatabaseSettings through(TcpProxy proxy) {
        URI direct = database();
        String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + direct.getPath() + "?socketTimeout=3";
        return new DatabaseSettings(
                url, fixture.settings().user(), fixture.settings().password());
    }
}
