package dev.rollcall.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.Database;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.fixture.LogLines;
import dev.rollcall.fixture.LoggedWarnings;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook does, and what becomes of the notices in the outbox. */
class NoticeDeliveryTest {
    /** For a webhook that takes nothing. */
    private static final DeliveryLimits SHORT = new DeliveryLimits(
            Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofMillis(50), Duration.ofDays(3));

    /** For one that takes the notice, at last: nothing is given up, or sent again, before. */
    private static final DeliveryLimits PATIENT = new DeliveryLimits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMillis(20), Duration.ofDays(3));

    private static final String DATA = """
            {"source":"acme","snapshot_id":42,"outcome":"published","error":null}""";

    private final StoreFixture store = new StoreFixture();
    private final Database database = store.open();
    private final SourceRegistry registry = new SourceRegistry(store.jdbc, database);
    private final Outbox outbox = new Outbox(store.jdbc);
    private final int acme = store.source("acme");
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final LoggedWarnings warnings = new LoggedWarnings();

    @AfterEach
    void close() {
        warnings.close();
        receiver.close();
        database.close();
        store.close();
    }

    @Test
    void noticesAreDeliveredInTheOrderOfTheirWritingAndTakenOut() {
        write(Kind.FAILED, null);
        write(Kind.GUARDED, 41L);
        write(Kind.PUBLISHED, 42L);

        deliver(PATIENT);

        assertThat(events())
                .extracting(CloudEvent::getType)
                .containsExactly(
                        "dev.rollcall.run.failed", "dev.rollcall.snapshot.guarded", "dev.rollcall.snapshot.published");
        assertThat(events()).extracting(CloudEvent::getSubject).containsExactly(null, "41", "42");
        assertThat(outbox.count(acme)).isZero();
        assertThat(warnings.messages()).isEmpty();
    }

    @Test
    void eventIsReadBackByTheSdkWithItsData() {
        write(Kind.PUBLISHED, 42L);

        deliver(PATIENT);

        CloudEvent event = events().get(0);
        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getSource()).isEqualTo(URI.create("/rollcall/acme"));
        assertThat(event.getTime()).isEqualTo("2026-11-27T02:17:00.123456Z");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(ReceivedEvent.data(event).toString()).isEqualTo(DATA);
        assertThat(receiver.requests().get(0).header("Content-Type"))
                .isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(receiver.requests().get(0).method()).isEqualTo("POST");
        assertThat(receiver.requests().get(0).path()).isEqualTo(WebhookReceiver.PATH);
        assertThat(receiver.requests().get(0).header("X-Rollcall-Signature")).isNull();
    }

    @Test
    void textThatTheDatabaseCanNotHoldArrives() {
        outbox.write(
                acme,
                new NoticeContent(
                        "acme",
                        Kind.FAILED,
                        null,
                        Instant.EPOCH,
                        "{\"message\":\"a\\u0000b\\ud800c\"}",
                        List.of("a\0b")));

        deliver(PATIENT);

        assertThat(receiver.bodies()).singleElement().asString().contains("a\\u0000b\\uD800c");
    }

    @Test
    void slackGetsTheSummaryAsText() {
        write(Kind.PUBLISHED, 42L);

        deliver(source(receiver.settings(Format.SLACK, EnumSet.allOf(Kind.class))), PATIENT);

        assertThat(receiver.bodies())
                .containsExactly("{\"text\":\"acme: published snapshot 42\\n  &lt;!channel&gt; joined\"}");
        assertThat(receiver.requests().get(0).header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void webhookThatIsBusyIsAskedAgainInTheSameRun(int status) {
        receiver.server()
                .respond(new ServerResponse(status, "no"), new ServerResponse(status, "no"), WebhookReceiver.TAKEN);
        write(Kind.PUBLISHED, 42L);

        deliver(PATIENT);

        assertThat(receiver.bodies()).hasSize(3);
        assertThat(receiver.bodies())
                .as("the same at each sending")
                .containsOnly(receiver.bodies().get(0));
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void delayThatTheWebhookAsksForIsWaitedOut() {
        receiver.server().respond(new ServerResponse(429, "").with("Retry-After", "1"), WebhookReceiver.TAKEN);
        write(Kind.PUBLISHED, 42L);

        try (LogLines log = LogLines.of(NoticeDelivery.class)) {
            deliver(PATIENT);

            assertThat(log.lines()).anyMatch(line -> line.endsWith("its notice is sent again in 1000 ms"));
        }
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void longerDelayIsLeftToTheNextRun() {
        receiver.server().respond(new ServerResponse(429, "").with("Retry-After", "3600"));
        write(Kind.PUBLISHED, 42L);

        deliver(PATIENT);

        assertThat(receiver.requests()).hasSize(1);
        isUndelivered("answered HTTP 429");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 404, 410})
    void refusalIsNotRepeatedInTheSameRunAndTheNextOneTriesAgain(int status) {
        receiver.server().respond(new ServerResponse(status, "").with("Location", "/elsewhere"));
        write(Kind.PUBLISHED, 42L);
        deliver(PATIENT);
        assertThat(receiver.requests()).hasSize(1);
        isUndelivered("answered HTTP " + status);

        receiver.server().respond(WebhookReceiver.TAKEN);
        write(Kind.PUBLISHED, 43L);
        deliver(PATIENT);

        assertThat(events()).extracting(CloudEvent::getSubject).containsExactly("42", "42", "43");
        assertThat(events().get(1).getId()).isEqualTo(events().get(0).getId());
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void noticeThatIsNotTakenHoldsLaterOnesBack() {
        receiver.server().respond(new ServerResponse(500, ""));
        write(Kind.PUBLISHED, 42L);
        write(Kind.PUBLISHED, 43L);

        deliver(SHORT);

        assertThat(events()).isNotEmpty().extracting(CloudEvent::getSubject).containsOnly("42");
        assertThat(outbox.count(acme)).isEqualTo(2);
        assertThat(warnings.messages()).singleElement().asString().contains("notices not delivered so far: 2");
    }

    /** An attempt is bounded as a whole, and so are all of them. */
    @ParameterizedTest
    @EnumSource(names = {"HANG", "RESET"})
    void webhookThatDoesNotAnswerIsGivenUpInTime(Delivery delivery) {
        receiver.server().respond(WebhookReceiver.TAKEN.delivered(delivery));
        write(Kind.PUBLISHED, 42L);

        deliver(SHORT);

        assertThat(receiver.requests()).hasSizeGreaterThan(1);
        isUndelivered(receiver.address());
    }

    /** A status is the answer: of a body that never ends nobody waits for the end. */
    @ParameterizedTest
    @EnumSource(names = {"DRIP", "CUT_OFF", "RESET_MID_BODY", "SLOW"})
    void bodyThatNeverEndsDelaysNothing(Delivery delivery) {
        receiver.server().respond(new ServerResponse(200, "x".repeat(10_000)).delivered(delivery));
        write(Kind.PUBLISHED, 42L);
        write(Kind.PUBLISHED, 43L);

        deliver(PATIENT);

        assertThat(events()).extracting(CloudEvent::getSubject).containsExactly("42", "43");
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void bodyThatNeverEndsOfARefusalDelaysNothing() {
        receiver.server()
                .respond(new ServerResponse(500, "x".repeat(10_000)).delivered(Delivery.DRIP), WebhookReceiver.TAKEN);
        write(Kind.PUBLISHED, 42L);

        deliver(PATIENT);

        assertThat(receiver.requests()).hasSize(2);
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void webhookThatIsKilledBetweenReceivingAndAnsweringGetsTheSameEventAgain() {
        receiver.server().respond(request -> {
            receiver.die();
            return WebhookReceiver.TAKEN;
        });
        write(Kind.PUBLISHED, 42L);
        deliver(SHORT);
        String received = receiver.bodies().get(0);
        isUndelivered(receiver.address());

        receiver.restart();
        deliver(PATIENT);

        assertThat(receiver.bodies()).containsExactly(received);
        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void nothingIsSentAfterASignal() {
        receiver.server().respond(WebhookReceiver.TAKEN.delivered(Delivery.HANG));
        write(Kind.PUBLISHED, 42L);
        NoticeDelivery delivery = delivery(PATIENT);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> delivery.deliver(source(receiver.settings())));
        Awaitility.await().until(() -> !receiver.requests().isEmpty());

        delivery.stop();

        run.join();
        delivery.deliver(source(receiver.settings()));
        assertThat(receiver.requests()).hasSize(1);
        assertThat(outbox.count(acme)).isEqualTo(1);
    }

    @Test
    void signalEndsTheWaitForTheNextAttempt() {
        receiver.server().respond(new ServerResponse(429, "").with("Retry-After", "60"));
        write(Kind.PUBLISHED, 42L);
        NoticeDelivery delivery = delivery(PATIENT);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> delivery.deliver(source(receiver.settings())));
        Awaitility.await().until(() -> !receiver.requests().isEmpty());

        delivery.stop();

        run.join();
        assertThat(receiver.requests()).hasSize(1);
        assertThat(outbox.count(acme)).isEqualTo(1);
    }

    @Test
    void sourceThatARunHoldsIsLeftToThatRun() {
        write(Kind.PUBLISHED, 42L);
        try (SourceLock held = registry.lock("acme")) {
            assertThat(held.source()).isEqualTo(acme);
            deliver(SHORT);
        }
        assertThat(receiver.requests()).isEmpty();
        assertThat(outbox.count(acme)).isEqualTo(1);

        deliver(PATIENT);

        assertThat(outbox.count(acme)).isZero();
    }

    @Test
    void noticeIsGivenUpAfterThreeDays() {
        write(Kind.PUBLISHED, 42L);
        write(Kind.PUBLISHED, 43L);
        store.execute("UPDATE staging.notice SET written_at = written_at - interval '3 days 1 minute'"
                + " WHERE no = (SELECT min(no) FROM staging.notice)");

        deliver(DeliveryLimits.DEFAULT);

        assertThat(events()).extracting(CloudEvent::getSubject).containsExactly("43");
        assertThat(outbox.count(acme)).isZero();
        assertThat(warnings.messages())
                .containsExactly("notices given up, since they could not be delivered for 3 days: 1");
    }

    @Test
    void sourceWithoutAWebhookKeepsItsNotices() {
        write(Kind.PUBLISHED, 42L);

        delivery(SHORT).deliver(new SourceBuilder("acme", "aws", "d-acme", "eu-west-1").build());

        assertThat(outbox.count(acme)).isEqualTo(1);
    }

    @Test
    void severalSourcesAreToldOfOneRefusalWithinTheTimeOfOne() {
        int other = store.source("other");
        write(Kind.FAILED, null);
        outbox.write(other, content("other", Kind.FAILED, null));
        CountDownLatch both = new CountDownLatch(2);
        receiver.server().respond(request -> {
            both.countDown();
            await(both);
            return WebhookReceiver.TAKEN;
        });

        delivery(PATIENT)
                .deliver(List.of(
                        source(receiver.settings()),
                        new SourceBuilder("other", "aws", "d-other", "eu-west-1")
                                .notices(receiver.settings())
                                .build()));

        assertThat(receiver.requests()).hasSize(2);
        assertThat(outbox.count(acme) + outbox.count(other)).isZero();
    }

    @Test
    void noticeOfWhatIsRolledBackIsNeverSent() {
        store.transaction.executeWithoutResult(status -> {
            write(Kind.PUBLISHED, 42L);
            status.setRollbackOnly();
        });

        deliver(SHORT);

        assertThat(receiver.requests()).isEmpty();
    }

    private void isUndelivered(String words) {
        assertThat(outbox.count(acme)).isEqualTo(1);
        assertThat(warnings.messages())
                .singleElement()
                .asString()
                .contains(words, "the next run tries again")
                .doesNotContain("hooks", "s3cretpath", "stack trace");
    }

    private void write(Kind kind, @Nullable Long snapshot) {
        outbox.write(acme, content("acme", kind, snapshot));
    }

    private static NoticeContent content(String source, Kind kind, @Nullable Long snapshot) {
        return new NoticeContent(
                source,
                kind,
                snapshot,
                Instant.parse("2026-11-27T02:17:00.123456Z"),
                DATA,
                List.of("acme: published snapshot 42", "  <!channel> joined"));
    }

    private List<CloudEvent> events() {
        return receiver.bodies().stream().map(ReceivedEvent::of).toList();
    }

    private void deliver(DeliveryLimits limits) {
        deliver(source(receiver.settings()), limits);
    }

    private void deliver(Source source, DeliveryLimits limits) {
        delivery(limits).deliver(source);
    }

    private NoticeDelivery delivery(DeliveryLimits limits) {
        return new NoticeDelivery(outbox, registry, new Network(Map.of()), limits);
    }

    private static Source source(NoticeSettings settings) {
        return new SourceBuilder("acme", "aws", "d-acme", "eu-west-1")
                .notices(settings)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
