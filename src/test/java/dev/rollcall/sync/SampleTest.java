package dev.rollcall.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.Provider;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.store.snapshot.SnapshotRow.Sample;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** At the end of a reading some groups are read again: a hundredth of the requests, and never a reason to fail. */
class SampleTest {
    private static final Shape THREE_HUNDRED_GROUPS = Shape.of(310, 1_200, 60);

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(811, THREE_HUNDRED_GROUPS);
    private final Source source = fixture.source("acme", Cloud.AWS, directory).build();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void readsOneGroupAgainForEachHundredRequests(Cloud cloud) {
        SandboxDirectory same = SandboxDirectory.generate(812, THREE_HUNDRED_GROUPS, cloud);
        SyncResult result = sampling().sync(fixture.source("still", cloud, same).build());

        assertThat(result.error()).isNull();
        assertThat(result.sample()).isEqualTo(new Sample(3, 0));
        assertThat(requests(result)).isEqualTo(sent()).isBetween(303L, 400L);
        assertThat(value("SELECT requests || ' ' || sampled_groups || ' ' || drifted_groups FROM directory.snapshots"))
                .isEqualTo(sent() + " 3 0");
        fixture.published("still").isExactly(same);
    }

    @Test
    void readsNoneBelowAHundredRequests() {
        SandboxDirectory small = SandboxDirectory.generate(813, Shape.of(90, 300, 60));
        SyncResult result =
                sampling().sync(fixture.source("small", Cloud.AWS, small).build());

        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(result.sample()).isNull();
        assertThat(requests(result)).isEqualTo(sent()).isLessThan(100);
        assertThat(value("SELECT coalesce(sampled_groups, drifted_groups) FROM directory.snapshots"))
                .isNull();
    }

    @Test
    void groupWhoseMembersChangedMeanwhileHasDrifted() {
        SyncResult result = sampling(atTheSample(() -> directory
                        .groups()
                        .forEach(group -> directory.addMember(
                                group.id(), directory.addUser().id()))))
                .sync(source);

        assertThat(result.error()).isNull();
        assertThat(result.sample()).isEqualTo(new Sample(3, 3));
        assertThat(requests(result)).isEqualTo(sent());
        assertThat(value("SELECT sampled_groups || ' ' || drifted_groups FROM directory.snapshots"))
                .isEqualTo("3 3");
    }

    @Test
    void groupThatIsGoneHasDrifted() {
        SyncResult result = sampling(atTheSample(
                        () -> directory.groups().stream().map(Group::id).forEach(directory::removeGroup)))
                .sync(source);

        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(result.sample()).isEqualTo(new Sample(3, 3));
    }

    @Test
    void deniedSampleEndsAndTheSnapshotIsPublished() {
        SyncResult result = sampling(
                        atTheSample(() -> fixture.sandbox().faults().denyOperation(ObservedProvider.LIST_MEMBERSHIPS)))
                .sync(source);

        assertThat(result.error()).isNull();
        assertThat(result.sample()).isEqualTo(new Sample(0, 0));
        assertThat(requests(result)).isEqualTo(sent());
        fixture.published("acme").isExactly(directory);
    }

    @Test
    void throttledSampleEndsAndTheSnapshotIsPublished() {
        SyncResult result = sampling(
                        atTheSample(() -> fixture.sandbox().faults().throttlingStorm(true)))
                .sync(source);

        assertThat(result.error()).isNull();
        assertThat(result.sample()).isEqualTo(new Sample(0, 0));
        assertThat(requests(result)).isEqualTo(sent());
        assertThat(fixture.sandbox().requests().throttled()).isEqualTo(1);
        fixture.published("acme").isExactly(directory);
    }

    @Test
    void dryRunReadsNone() {
        SyncResult result = sampling().sync(source, new SyncOptions(false, (name, difference) -> {}, null));

        assertThat(result.outcome()).isEqualTo(Outcome.DRY_RUN);
        assertThat(requests(result)).isEqualTo(sent());
        assertThat(fixture.sandbox().requests().servedAgain()).isEmpty();
    }

    @Test
    void consentSendsNoRequestAndKeepsTheSampleOfTheReading() {
        SyncApplication application = sampling();
        assertThat(application.sync(source).error()).isNull();
        directory.groups().stream().limit(60).map(Group::id).forEach(directory::removeGroup);
        SyncResult guarded = application.sync(source);
        assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
        long before = sent();

        SyncResult result = application.sync(
                source, new SyncOptions(false, null, new Consent(requireNonNull(guarded.snapshotId()), "a person")));

        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(result.sample()).isEqualTo(new Sample(2, 0));
        assertThat(sent()).isEqualTo(before);
    }

    @Test
    void runThatFailsDuringTheSampleGoesOnWithIt() {
        PageGate gate = new PageGate(pages() + 1);
        CompletableFuture<SyncResult> failing = sampling(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        gate.open();
        assertThat(failing.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(value("SELECT sampled_groups FROM directory.snapshots")).isEqualTo("2");

        SyncResult result = sampling().sync(source);

        assertThat(result.resumed()).isTrue();
        assertThat(result.sample()).isEqualTo(new Sample(3, 0));
        assertThat(requests(result)).isEqualTo(sent());
        assertThat(fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS))
                .isEqualTo(pages() + 3);
        fixture.published("acme").isExactly(directory);
    }

    @Test
    void runKilledDuringTheSampleGoesOnWithIt() {
        fixture.sandbox().faults().latency(Duration.ofMillis(30));
        try (ChildRun child = ChildRun.start(fixture.settings(), source)) {
            child.await(() -> fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS) >= pages() - 10);
            // Slow enough that the sample is not over when the run is killed.
            fixture.sandbox().faults().latency(Duration.ofSeconds(1));
            child.await(() -> value("SELECT max(sampled_groups) FROM directory.snapshots") != null);
            assertThat(child.kill()).as(child.output()).isTrue();
        }
        fixture.sandbox().faults().clear();

        SyncResult result = sampling().sync(source);

        assertThat(result.resumed()).isTrue();
        assertThat(result.sample()).isEqualTo(new Sample(3, 0));
        assertThat(fixture.sandbox().requests().served(ObservedProvider.LIST_MEMBERSHIPS))
                .isBetween(pages() + 3L, pages() + 4L);
        fixture.published("acme").isExactly(directory);
    }

    private SyncApplication sampling() {
        return sampling(UnaryOperator.identity());
    }

    private SyncApplication sampling(UnaryOperator<Provider> around) {
        return fixture.samplingApplication(around);
    }

    /** What happens before the first request of the sample. */
    private UnaryOperator<Provider> atTheSample(Runnable change) {
        AtomicLong left = new AtomicLong(pages());
        return provider -> new ObservedProvider(provider, operation -> {
            if (operation.equals(ObservedProvider.LIST_MEMBERSHIPS) && left.getAndDecrement() == 0) {
                change.run();
            }
        });
    }

    /** Pages of memberships that a reading takes. */
    private int pages() {
        return directory.groups().stream()
                .mapToInt(group ->
                        Math.max(1, (directory.memberships(group.id()).size() + 99) / 100))
                .sum();
    }

    private long sent() {
        return fixture.sandbox().requests().total();
    }

    private static long requests(SyncResult result) {
        return requireNonNull(result.requests()).requests();
    }

    private @Nullable String value(String sql) {
        return fixture.jdbc()
                .sql(sql)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }
}
