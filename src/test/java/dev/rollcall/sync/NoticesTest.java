package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.cli.ResultText;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import dev.rollcall.notice.DeliveryLimits;
import dev.rollcall.notice.ReceivedEvent;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncResult.Outcome;
import io.cloudevents.CloudEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who is told what of a run: those who listen in the database, and the source's webhook. */
class NoticesTest {
    private static final DeliveryLimits SHORT = new DeliveryLimits(
            Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofMillis(50), Duration.ofDays(3));
    private static final Source.Guard STRICT = new Source.Guard(0, 0, 0);
    private static final String UNDELIVERED = """
            SELECT notices_undelivered || CASE WHEN notices_since IS NULL THEN '' ELSE ', since then' END
              FROM directory.last_runs
            """;

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(91, Shape.of(10, 100, 40));
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final SourceBuilder builder =
            fixture.source("acme", Cloud.AWS, directory).notices(receiver.settings());
    private final Source source = builder.build();

    @AfterEach
    void close() {
        receiver.close();
        fixture.close();
    }

    @Test
    void publishIsToldWithItsResult() {
        SyncResult result = application().sync(source);

        CloudEvent event = event(0);
        assertThat(event.getType()).isEqualTo("dev.rollcall.snapshot.published");
        assertThat(event.getSource()).hasToString("/rollcall/acme");
        assertThat(event.getSubject()).isEqualTo(String.valueOf(result.snapshotId()));
        assertThat(Objects.requireNonNull(event.getTime()).toInstant()).isEqualTo(result.publishedAt());
        assertThat(data(event)).isEqualTo(json(result));
        assertThat(receiver.requests()).hasSize(1);
        assertThat(undelivered()).isEqualTo("0");
    }

    @Test
    void gapsAreToldWithinThePublish() {
        fixture.sandbox().faults().denyGroup(directory.groups().get(5).id());

        SyncResult result = application().sync(builder.gapsMaxPercent(50).build());

        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(data(event(0)).get("gaps").asLong()).isEqualTo(1);
        assertThat(data(event(0)).get("exit_code").asInt()).isEqualTo(4);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void guardedSnapshotIsToldAndThenItsConsent() {
        SyncApplication application = application();
        assertThat(application.sync(source).outcome()).isEqualTo(Outcome.PUBLISHED);
        directory.removeGroup(directory.groups().get(0).id());

        SyncResult guarded = application.sync(builder.guard(STRICT).build());

        CloudEvent event = event(1);
        assertThat(event.getType()).isEqualTo("dev.rollcall.snapshot.guarded");
        assertThat(event.getSubject()).isEqualTo(String.valueOf(guarded.snapshotId()));
        assertThat(data(event)).isEqualTo(json(guarded));

        SyncResult consented = application.sync(
                builder.build(),
                new SyncOptions(false, null, new Consent(Objects.requireNonNull(guarded.snapshotId()), "a person")));

        assertThat(event(2).getType()).isEqualTo("dev.rollcall.snapshot.published");
        assertThat(data(event(2))).isEqualTo(json(consented));
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void failureIsTold() {
        fixture.sandbox().faults().denyOperation("ListGroups");

        SyncResult failed = application().sync(source);

        CloudEvent event = event(0);
        assertThat(event.getType()).isEqualTo("dev.rollcall.run.failed");
        assertThat(event.getSubject()).isEqualTo(String.valueOf(failed.snapshotId()));
        assertThat(data(event)).isEqualTo(json(failed));
        assertThat(data(event).get("error").get("code").asString()).isEqualTo("denied");
    }

    @Test
    void failureBeforeThereWasASnapshotIsTold() {
        SecretFiles keys = SecretFiles.of(Sandbox.LONG_LIVED_KEY);
        keys.delete();
        Source without = builder.keys(keys).build();
        SyncApplication application = application();

        assertThatThrownBy(() -> application.sync(without)).isInstanceOf(ConfigurationException.class);

        CloudEvent event = event(0);
        assertThat(event.getType()).isEqualTo("dev.rollcall.run.failed");
        assertThat(event.getSubject()).isNull();
        assertThat(data(event).get("exit_code").asInt()).isEqualTo(2);
        assertThat(data(event).get("snapshot_id").isNull()).isTrue();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void nobodyIsToldOfADryRunOrOfABusySource() {
        SyncApplication application = application();
        SyncResult dryRun = application.sync(source, new SyncOptions(false, (name, difference) -> {}, null));
        assertThat(dryRun.outcome()).isEqualTo(Outcome.DRY_RUN);

        PageGate gate = new PageGate(1);
        CompletableFuture<SyncResult> run = fixture.application(gate::around)
                .begin(builder.notices(onlyFailures()).build());
        gate.awaitRun();
        assertThat(application.sync(source).outcome()).isEqualTo(Outcome.BUSY);
        gate.open();
        assertThat(run.join().outcome()).isEqualTo(Outcome.PUBLISHED);

        assertThat(receiver.requests()).isEmpty();
        assertThat(undelivered()).isEqualTo("0");
    }

    @Test
    void runThatLostItsSourceTellsNothing() {
        PageGate gate = new PageGate(5);
        CompletableFuture<SyncResult> overtaken =
                fixture.application(gate::around).begin(source);
        gate.awaitRun();
        fixture.endLockOf("acme");
        SyncResult published = application().sync(source);
        gate.open();

        assertThat(overtaken.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(event(0).getSubject()).isEqualTo(String.valueOf(published.snapshotId()));
    }

    @Test
    void onlyTheKindsThatTheJobFileNamesAreTold() {
        Source failures = builder.notices(onlyFailures()).build();
        SyncApplication application = application();

        assertThat(application.sync(failures).outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(receiver.requests()).isEmpty();
        fixture.sandbox().faults().denyOperation("ListGroups");
        assertThat(application.sync(failures).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(event(0).getType()).isEqualTo("dev.rollcall.run.failed");
    }

    @Test
    void slackIsToldInTheWordsOfTheTerminal() {
        SyncResult result = application()
                .sync(builder.notices(receiver.settings(Format.SLACK, EnumSet.allOf(Kind.class)))
                        .build());

        assertThat(JsonMapper.shared()
                        .readTree(receiver.bodies().get(0))
                        .get("text")
                        .asString())
                .startsWith("acme: published snapshot " + result.snapshotId()
                        + ", its first\n  10 groups, 100 memberships");
    }

    @Test
    void webhookThatTakesNothingChangesNothingAndIsToldLater() {
        SyncApplication application = fixture.application(SHORT);
        receiver.server().respond(WebhookReceiver.TAKEN.delivered(Delivery.HANG));

        SyncResult first = application.sync(source);
        assertThat(first.error()).isNull();
        assertThat(first.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published("acme").isExactly(directory);
        assertThat(undelivered()).isEqualTo("1, since then");
        String told = receiver.bodies().get(0);

        receiver.die();
        directory.change(1);
        SyncResult second = application.sync(source);
        assertThat(second.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published("acme").isExactly(directory);
        assertThat(undelivered()).isEqualTo("2, since then");

        receiver.restart();
        SyncResult third = application.sync(source);

        assertThat(subjects())
                .containsExactly(
                        String.valueOf(first.snapshotId()),
                        String.valueOf(second.snapshotId()),
                        String.valueOf(third.snapshotId()));
        assertThat(receiver.bodies().get(0)).isEqualTo(told);
        assertThat(undelivered()).isEqualTo("0");
    }

    @Test
    void readersSeeCountsAlone() {
        receiver.server().respond(new ServerResponse(404, ""));
        application().sync(source);

        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE rollcall_reader");
            try (var row = statement.executeQuery(UNDELIVERED)) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("1, since then");
            }
            assertThatThrownBy(() -> statement.execute("SELECT event FROM staging.notice"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thoseWhoListenInTheDatabaseAreToldOfEachPublish() throws SQLException {
        SyncApplication application = application();
        Source silent =
                fixture.source("silent", Cloud.AWS, directory).guard(STRICT).build();
        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN rollcall");
            SyncResult published = application.sync(silent);
            directory.removeGroup(directory.groups().get(0).id());
            SyncResult guarded = application.sync(silent);
            fixture.sandbox().faults().denyOperation("ListGroups");
            assertThat(application.sync(silent).outcome()).isEqualTo(Outcome.FAILED);

            assertThat(notifications(connection))
                    .containsExactly(
                            "{\"source\":\"silent\",\"snapshot_id\":" + published.snapshotId()
                                    + ",\"outcome\":\"published\"}",
                            "{\"source\":\"silent\",\"snapshot_id\":" + guarded.snapshotId()
                                    + ",\"outcome\":\"guarded\"}");
        }
    }

    @Test
    void noticeOfAProcessKilledWhileItTellsIsToldAgainByTheNextRun() {
        receiver.server().respond(WebhookReceiver.TAKEN.delivered(Delivery.HANG));
        try (ChildRun run = ChildRun.start(fixture.settings(), source)) {
            run.await(() -> !receiver.requests().isEmpty());
            run.kill();
        }
        Awaitility.await().until(() -> !fixture.isLocked());
        assertThat(undelivered()).isEqualTo("1, since then");

        receiver.server().respond(WebhookReceiver.TAKEN);
        SyncResult next = application().sync(source);

        List<String> bodies = receiver.bodies();
        assertThat(bodies).hasSize(3);
        assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
        assertThat(event(2).getSubject()).isEqualTo(String.valueOf(next.snapshotId()));
        assertThat(undelivered()).isEqualTo("0");
    }

    @Test
    void signalEndsTheTellingAndNotThePublish() {
        receiver.server().respond(WebhookReceiver.TAKEN.delivered(Delivery.HANG));
        try (ChildRun run = ChildRun.start(fixture.settings(), source)) {
            run.await(() -> !receiver.requests().isEmpty());
            run.signal("TERM");

            assertThat(run.awaitExit(Duration.ofSeconds(12))).as(run.output()).isZero();
            assertThat(run.output()).contains("acme: published snapshot");
        }
        fixture.published("acme").isExactly(directory);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(undelivered()).isEqualTo("1, since then");
    }

    @Test
    void noticesOfASourceThatGivesWayGoWithIt() {
        receiver.server().respond(new ServerResponse(404, ""));
        SyncApplication application = application();
        fixture.sandbox().faults().denyOperation("ListGroups");
        assertThat(application.sync(source).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(undelivered()).isEqualTo("1, since then");

        fixture.sandbox().faults().clear();
        Source another = fixture.source("acme", Cloud.AWS, directory).build();
        assertThat(application.sync(another).error()).isNull();

        assertThat(undelivered()).isEqualTo("0");
    }

    private SyncApplication application() {
        return fixture.application();
    }

    private NoticeSettings onlyFailures() {
        return receiver.settings(Format.CLOUDEVENTS, EnumSet.of(Kind.FAILED));
    }

    private String undelivered() {
        return fixture.jdbc().sql(UNDELIVERED).query(String.class).single();
    }

    private CloudEvent event(int index) {
        return ReceivedEvent.of(receiver.bodies().get(index));
    }

    private List<String> subjects() {
        return receiver.bodies().stream()
                .map(body -> String.valueOf(ReceivedEvent.of(body).getSubject()))
                .toList();
    }

    /** But for how long the run took, which went on after the notice was written. */
    private static JsonNode data(CloudEvent event) {
        return ((ObjectNode) ReceivedEvent.data(event)).without("seconds");
    }

    private static JsonNode json(SyncResult result) {
        return ((ObjectNode) JsonMapper.shared().readTree(new ResultText().json(result))).without("seconds");
    }

    private static List<String> notifications(Connection connection) throws SQLException {
        PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications(10_000);
        return told == null
                ? List.of()
                : Arrays.stream(told).map(PGNotification::getParameter).toList();
    }
}
