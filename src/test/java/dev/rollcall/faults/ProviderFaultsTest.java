package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.pacing.RetryLimits;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.machine.TcpProxy;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.RateLimit;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of providers, of their networks and of keys while a run reads. */
@Tag("faults")
class ProviderFaultsTest {
    private static final Shape SHAPE = Shape.of(40, 1_200, 300);

    private static final Set<Fault> TAKE_LONG = EnumSet.of(Fault.SLOW, Fault.HANG, Fault.DRIP);

    private static final Shape TINY = Shape.of(3, 8, 4);

    private final SandboxFixture fixture = new SandboxFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /**
     * The server would end a session that is idle in a transaction after 10 s. A transaction of another thread ends while
     * this test waits; one of the requesting thread would not.
     */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void noTransactionIsOpenWhileTheProviderIsAsked(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(300, TINY, cloud);
        Set<String> asked = ConcurrentHashMap.newKeySet();
        SyncApplication application = fixture.application(provider -> new ObservedProvider(provider, operation -> {
            Awaitility.await(operation).atMost(Duration.ofSeconds(8)).until(this::noTransactionIsOpen);
            asked.add(operation);
        }));
        SyncResult result = application.sync(
                fixture.source("acme", cloud, directory).users(false).workers(1).build());

        assertThat(result.error()).isNull();
        assertThat(asked).containsOnly("ListGroups", ObservedProvider.LIST_MEMBERSHIPS);
    }

    private boolean noTransactionIsOpen() {
        return fixture.jdbc()
                .sql("SELECT count(*) = 0 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                        + " AND datname = current_database()")
                .query(Boolean.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void stormOfThrottlingIsWaitedOutAsTheProviderAsks(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(301, TINY, cloud);
        fixture.sandbox().faults().throttlingStorm(true).retryAfter(Duration.ofSeconds(1));
        CompletableFuture<SyncResult> run = fixture.application()
                .begin(fixture.source("acme", cloud, directory).build());
        int seconds = SuiteSize.of(3, 5, 30);
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(seconds))
                .atMost(Duration.ofSeconds(60))
                .until(() -> fixture.sandbox().requests().throttled() >= 3);
        fixture.sandbox().faults().throttlingStorm(false);
        SyncResult result = run.join();

        // Each worker has one request in flight when the first is refused; none is sent before the delay is over.
        assertThat(Objects.requireNonNull(result.requests()).throttles()).isBetween(3L, 16L + 4L * seconds);
        publishedExactly(result, directory);
    }

    @ParameterizedTest
    @MethodSource("faultsOfClouds")
    void singleFaultIsRetriedOrMakesNoDifference(Cloud cloud, Fault fault) {
        SandboxDirectory directory = SandboxDirectory.generate(302, SHAPE, cloud);
        fixture.sandbox().faults().seed(4).share(fault, 0.1).retryAfter(Duration.ofSeconds(1));
        SyncResult result = fixture.application().sync(ofSmallPages(cloud, directory));

        publishedExactly(result, directory);
        FaultTable.add(
                "provider faults: " + fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), 1, 1, true);
    }

    static Stream<Arguments> faultsOfClouds() {
        return Arrays.stream(Cloud.values())
                .flatMap(cloud -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(cloud, fault)));
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void allFaultsAtOnceOnlyTakeTime(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(311, SHAPE, cloud);
        for (Fault fault : Fault.values()) {
            fixture.sandbox().faults().share(fault, TAKE_LONG.contains(fault) ? 0.01 : 0.03);
        }
        fixture.sandbox().faults().seed(5).rateLimit(new RateLimit(40, 10)).latency(Duration.ofMillis(5));
        SyncResult result = fixture.application().sync(ofSmallPages(cloud, directory));

        assertThat(Objects.requireNonNull(result.requests()).retries()).isPositive();
        assertThat(Objects.requireNonNull(result.requests()).throttles()).isPositive();
        publishedExactly(result, directory);
    }

    private Source ofSmallPages(Cloud cloud, SandboxDirectory directory) {
        return fixture.source("acme", cloud, directory)
                .pageSize(20)
                .timeout(Duration.ofMillis(1_500))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void slowBodiesAndHungConnectionsAreWaitedForOrRetried(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(303, SHAPE, cloud);
        fixture.sandbox().faults().seed(3).share(Fault.SLOW, 0.03).share(Fault.HANG, 0.06);
        SyncResult result = fixture.application()
                .sync(fixture.source("acme", cloud, directory)
                        .pageSize(20)
                        .timeout(Duration.ofMillis(1_500))
                        .build());

        assertThat(Objects.requireNonNull(result.requests()).retries()).isPositive();
        publishedExactly(result, directory);
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void connectionsCutAfterSomeBytesAreOpenedAgain(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(304, SHAPE, cloud);
        try (TcpProxy network = network()) {
            network.cutAfter(40_000);
            SyncResult result = fixture.application().sync(through(network, cloud, directory));

            assertThat(Objects.requireNonNull(result.requests()).retries()).isPositive();
            publishedExactly(result, directory);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void connectionsThatGoDeadOrAreResetCostNothing(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(305, SHAPE, cloud);
        try (TcpProxy network = network()) {
            Source source = through(network.delay(5), cloud, directory);
            CompletableFuture<SyncResult> run = fixture.application().begin(source);
            await(() -> fixture.sandbox().requests().served() >= 10);
            network.reset();
            await(() -> fixture.sandbox().requests().served() >= 20);
            network.stall();
            await(() -> fixture.sandbox().requests().served() >= 30);
            network.halfOpen();

            publishedExactly(run.join(), directory);
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void providerThatIsGoneForGoodFailsTheRunWithoutAGap(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(306, SHAPE, cloud);
        TcpProxy network = network();
        Source source = through(network.delay(5), cloud, directory);
        RetryLimits limits = new RetryLimits(3, Duration.ofSeconds(1), Duration.ofSeconds(5));
        CompletableFuture<SyncResult> run = fixture.application(limits).begin(source);
        await(() -> fixture.sandbox().requests().served() >= 10);
        network.close();
        SyncResult failed = run.join();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).code()).isEqualTo("unavailable");
        nothingIsPublished();
        nothingIsBooked();
    }

    /** With the limits of every run it takes more than a minute: nothing is given up before. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void outageThatEndsLeavesNoTrace(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(312, SHAPE, cloud);
        RetryLimits limits = SuiteSize.ofThisRun() == SuiteSize.FULL
                ? RetryLimits.DEFAULT
                : new RetryLimits(3, Duration.ofSeconds(1), Duration.ofMinutes(10));
        fixture.sandbox().faults().latency(Duration.ofMillis(50));
        CompletableFuture<SyncResult> run = fixture.application(limits).begin(ofSmallPages(cloud, directory));
        await(() -> fixture.sandbox().requests().served() >= 10);
        fixture.sandbox().faults().outage(true);
        Duration outage = limits.atLeast().multipliedBy(2);
        Awaitility.await().pollDelay(outage).atMost(outage.plusMinutes(1)).until(() -> true);
        nothingIsBooked();
        fixture.sandbox().faults().outage(false);
        SyncResult result = run.join();

        publishedExactly(result, directory);
        assertThat(Objects.requireNonNull(result.requests()).retries()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void groupThatIsRefusedAsInvalidIsAGapAlone(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(313, SHAPE, cloud);
        GroupId refused = directory.groups().get(20).id();
        fixture.sandbox().faults().refuseGroup(refused);
        SyncResult result = fixture.application().sync(ofSmallPages(cloud, directory));

        assertThat(result.error()).isNull();
        assertThat(ExitCodes.of(result)).isEqualTo(4);
        assertThat(fixture.jdbc()
                        .sql("SELECT group_id FROM directory.gaps")
                        .query(String.class)
                        .list())
                .containsExactly(refused.value());
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void directoryThatChangesWhileItIsReadIsRightOnceItStandsStill(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(307, SHAPE, cloud);
        Source source =
                fixture.source("acme", cloud, directory).pageSize(20).workers(2).build();
        SyncApplication application = fixture.application();
        for (int round = 0; round < 2; round++) {
            fixture.sandbox().requests().clear();
            fixture.sandbox().faults().latency(Duration.ofMillis(5));
            CompletableFuture<SyncResult> run = application.begin(source);
            for (int day = 0; day < 4; day++) {
                int served = 3 + 20 * day;
                await(() -> run.isDone() || fixture.sandbox().requests().served() >= served);
                changeMuch(directory, 10 * round + day);
            }
            assertThat(run.join().outcome()).isIn(Outcome.PUBLISHED, Outcome.GUARDED);
            fixture.sandbox().faults().clear();

            publishedExactly(application.sync(source), directory);
        }
    }

    /** Removes the last group, which is not read yet, or the first user, who is read already. */
    private static void changeMuch(SandboxDirectory directory, int seed) {
        directory.change(seed);
        if (seed % 2 == 0) {
            List<Group> groups = directory.groups();
            directory.removeGroup(groups.get(groups.size() - 1).id());
        } else {
            directory.removeUser(directory.users().findFirst().orElseThrow().id());
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void sessionTokenThatExpiresFailsTheRunAndANewOneResumesIt(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(308, SHAPE, cloud);
        SecretFiles keys = SecretFiles.of(Sandbox.TEMPORARY_KEY);
        Source source = fixture.source("acme", cloud, directory).keys(keys).build();
        PageGate gate = new PageGate(10);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.sandbox().faults().sessionTokensExpired(true);
        gate.open();
        SyncResult failed = run.join();

        isDenied(failed);
        assertThat(Objects.requireNonNull(failed.error()).message()).containsIgnoringCase("expired");

        fixture.sandbox().faults().sessionTokensExpired(false);
        SyncResult resumed = fixture.application().sync(source);
        assertThat(resumed.resumed()).isTrue();
        publishedExactly(resumed, directory);
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void keyThatIsReplacedWhileARunReadsIsUsedAtOnce(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(309, SHAPE, cloud);
        SecretFiles keys = SecretFiles.of(Sandbox.LONG_LIVED_KEY);
        Source source = oneRequestAtATime(cloud, directory, keys);
        PageGate gate = new PageGate(10);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        keys.replace(SandboxFixture.NEXT_KEY);
        fixture.sandbox().faults().revokeKey(Sandbox.LONG_LIVED_KEY);
        gate.open();

        publishedExactly(run.join(), directory);
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void keysThatAreDeletedWhileARunReadsMakeNoGap(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(310, SHAPE, cloud);
        SecretFiles keys = SecretFiles.of(Sandbox.LONG_LIVED_KEY);
        Source source = oneRequestAtATime(cloud, directory, keys);
        PageGate gate = new PageGate(10);
        CompletableFuture<SyncResult> run = fixture.application(gate::around).begin(source);
        gate.awaitRun();
        keys.delete();
        gate.open();

        isDenied(run.join());

        keys.replace(Sandbox.LONG_LIVED_KEY);
        publishedExactly(fixture.application().sync(source), directory);
    }

    /** With one worker no request is in flight while the key is replaced. */
    private Source oneRequestAtATime(Cloud cloud, SandboxDirectory directory, SecretFiles keys) {
        return fixture.source("acme", cloud, directory).keys(keys).workers(1).build();
    }

    private void isDenied(SyncResult failed) {
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(failed)).isEqualTo(1);
        assertThat(Objects.requireNonNull(failed.error()).code()).isEqualTo("denied");
        nothingIsPublished();
        nothingIsBooked();
    }

    private void nothingIsBooked() {
        assertThat(fixture.jdbc()
                        .sql("SELECT count(*) FROM staging.group_checkpoint WHERE state IN ('gap', 'gone')")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void nothingIsPublished() {
        assertThat(fixture.jdbc()
                        .sql("SELECT count(*) FROM directory.snapshot WHERE outcome <> 'open'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void publishedExactly(SyncResult result, SandboxDirectory directory) {
        assertThat(result.error()).isNull();
        assertThat(ExitCodes.of(result)).isZero();
        fixture.published("acme").isExactly(directory);
    }

    private Source through(TcpProxy network, Cloud cloud, SandboxDirectory directory) {
        return fixture.source("acme", cloud, directory)
                .endpoint(URI.create("http://127.0.0.1:" + network.port()))
                .pageSize(20)
                .timeout(Duration.ofMillis(1_500))
                .build();
    }

    private TcpProxy network() {
        URI sandbox = fixture.sandbox().endpoint();
        return TcpProxy.to(sandbox.getHost(), sandbox.getPort());
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
