package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.ExpiredMarker;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HuaweiErrorsTest {
    private static final GroupId GROUP = new GroupId("1111");

    private final ScriptedServer server = new ScriptedServer();
    private final Directory directory = HuaweiFixture.open(server, 100, InstantSource.system());

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    @Test
    void errorCarriesStatusCodeMessageAndRequestId() {
        server.respond(HuaweiFixture.error(500, "IIC.0500", "Internal error."));
        Failure failure = refusal(Unavailable.class).failure();
        assertThat(failure)
                .isEqualTo(new Failure("ListGroupMemberships", GROUP, 500, "IIC.0500", "Internal error.", "req-7"));
    }

    @Test
    void requestIdComesFromTheHeaderWhereTheBodyHasNone() {
        server.respond(HuaweiFixture.response(502, "text/html", "<html><title>Bad gateway</title></html>")
                .with("X-Request-Id", "req-header"));
        Failure failure = refusal(Unavailable.class).failure();
        assertThat(failure.requestId()).isEqualTo("req-header");
        assertThat(failure.message()).contains("HTML").contains("Bad gateway").doesNotContain("<");
    }

    @ParameterizedTest
    @CsvSource({
        "429, APIG.0308",
        "429, APIGW.0308",
        "429, ANY.0001",
        "400, APIG.0308",
        "403, APIGW.0308",
        "503, APIGW.0308"
    })
    void flowLimitThrottlesWhateverItsStatus(int status, String code) {
        server.respond(HuaweiFixture.error(status, code, "The throttling threshold has been reached"));
        assertThat(refusal(Throttled.class).retryAfter()).isNull();
    }

    @Test
    void throttlingNamesItsDelayInSeconds() {
        server.respond(
                HuaweiFixture.error(429, "APIG.0308", "limit:5,time:1 minute").with("Retry-After", "7"));
        assertThat(refusal(Throttled.class).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void throttlingStatesItsLimitInWords() {
        server.respond(HuaweiFixture.error(
                429,
                "APIG.0308",
                "The throttling threshold has been reached: policy user over ratelimit,limit:5,time:1 minute"));
        assertThat(refusal(Throttled.class).retryAfter()).isEqualTo(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit:5,time:1 minute|PT12S",
                "policy user over ratelimit,limit:100,time:1 second|PT0.01S",
                "Limit: 6 , Time: 2 minutes.|PT20S",
                "limit:24,time:1 day|PT1H",
                "limit:2,time:1 hour|PT30M"
            })
    void wordsBecomeTheDelayThatKeepsWithinTheLimit(String words, Duration delay) {
        assertThat(HuaweiErrorResponse.flowLimitDelay(words)).isEqualTo(delay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "limit:0,time:1 minute", "limit:5", "limit:5,time:1 fortnight"})
    void wordsWithoutALimitNameNoDelay(String words) {
        assertThat(HuaweiErrorResponse.flowLimitDelay(words)).isNull();
    }

    @Test
    void throttlingWithHtmlOrNothingForABodyIsThrottling() {
        server.respond(HuaweiFixture.response(429, "text/html", "<html>slow down</html>")
                .with("Retry-After", "3"));
        assertThat(refusal(Throttled.class).retryAfter()).isEqualTo(Duration.ofSeconds(3));
        server.respond(HuaweiFixture.response(429, "", ""));
        assertThat(refusal(Throttled.class).retryAfter()).isNull();
    }

    @Test
    void threadsKeepTheirRetryAfterApart() throws Exception {
        server.respond(request -> ServerResponse.json(429, "{}")
                .with("Retry-After", request.parameters().getOrDefault("group_id", "")));
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        for (int i = 1; i <= 8; i++) {
            int seconds = i;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 20; n++) {
                    try {
                        directory.listMemberships(new GroupId(String.valueOf(seconds)), null);
                        wrong.add("no refusal");
                    } catch (Throttled e) {
                        if (!Duration.ofSeconds(seconds).equals(e.retryAfter())) {
                            wrong.add(seconds + " became " + e.retryAfter());
                        }
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void serverErrorsNameTheirDelayToo() {
        server.respond(HuaweiFixture.error(503, "IIC.0503", "Maintenance").with("Retry-After", "30"));
        assertThat(refusal(Unavailable.class).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "401, IAM.0001, Authentication required",
        "401, APIGW.0301, Incorrect IAM authentication information: verify aksk signature fail",
        "403, APIGW.0301, Incorrect IAM authentication information",
        "403, APIGW.0303, Incorrect app authentication information",
        "403, APIG.0307, The token must be updated.",
        "403, IAM.0011, The token has expired.",
        "400, APIGW.0301, Incorrect IAM authentication information: AK access failed"
    })
    void refusedKeysConcernTheWholeSource(int status, String code, String message) {
        server.respond(HuaweiFixture.error(status, code, message));
        assertThat(refusal(Denied.class).wholeSource()).isTrue();
    }

    @Test
    void missingPermissionMayConcernOneGroupAlone() {
        server.respond(HuaweiFixture.error(403, "PAP5.0011", "Policy doesn't allow IdentityCenter:group:list"));
        assertThat(refusal(Denied.class).wholeSource()).isFalse();
    }

    @Test
    void encodedAuthorizationMessageIsKeptInTheLogPrintableAndBounded() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(HuaweiErrors.class)).addAppender(log);
        server.respond(ServerResponse.json(
                403,
                "{\"error_code\":\"PAP5.0011\",\"error_msg\":\"no\",\"encoded_authorization_message\":\"abc\\n\\u001b[31mdef"
                        + "x".repeat(20_000) + "\"}"));
        assertThat(refusal(Denied.class)).hasMessageContaining("PAP5.0011");
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("abc[31mdefxxx")
                        .hasSizeLessThan(9000));
    }

    @Test
    void clockThatIsOffIsNamedAsTheCause() {
        Instant now = Instant.now();
        try (Directory late = HuaweiFixture.open(server, 100, InstantSource.fixed(now.minus(Duration.ofMinutes(40))))) {
            server.respond(HuaweiFixture.error(401, "APIGW.0301", "verify aksk signature fail"));
            assertThatThrownBy(() -> late.listGroups(null))
                    .isInstanceOf(Denied.class)
                    .hasMessageMatching(".*this host's clock is (39|40|41) minutes behind the provider's.*");
        }
    }

    @Test
    void wordsAboutTheClockAreExplained() {
        server.respond(
                HuaweiFixture.error(401, "APIGW.0301", "Incorrect IAM authentication information: x-sdk-date expired"));
        assertThat(refusal(Denied.class)).hasMessageContaining("off by more than 15 minutes");
    }

    @Test
    void goneGroupIsNotFound() {
        server.respond(HuaweiFixture.error(404, "IIC.1002", "Group 1111 not found in identity store d-1234567890"));
        assertThat(refusal(NotFound.class).identityStore()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"IIC.1001, The identity store does not exist.", "APIGW.0101, The API does not exist"})
    void unknownStoreOrApiIsNoGoneGroup(String code, String message) {
        server.respond(HuaweiFixture.error(404, code, message));
        assertThat(refusal(NotFound.class).identityStore()).isTrue();
    }

    @Test
    void listingThatIsNotFoundBlamesTheStore() {
        server.respond(HuaweiFixture.error(404, "IIC.1005", "Not found"));
        assertThatThrownBy(() -> directory.listGroups(null))
                .isInstanceOfSatisfying(
                        NotFound.class, e -> assertThat(e.identityStore()).isTrue());
        assertThatThrownBy(() -> directory.listUsers(null))
                .isInstanceOfSatisfying(
                        NotFound.class, e -> assertThat(e.identityStore()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 403, 404, 500, 502})
    void htmlComesFromAProxyAndSaysNothingAboutTheGroup(int status) {
        server.respond(HuaweiFixture.response(status, "text/html; charset=utf-8", "<!doctype html><h1>Proxy</h1>"));
        refusal(Unavailable.class);
    }

    @Test
    void badRequestIsInvalidAndWithAMarkerTheMarkerExpired() {
        server.respond(HuaweiFixture.error(400, "IIC.1003", "Invalid parameter"));
        refusal(InvalidRequest.class);
        assertThatThrownBy(() -> directory.listMemberships(GROUP, new Marker("old")))
                .isInstanceOf(ExpiredMarker.class);
        assertThatThrownBy(() -> directory.listUsers(new Marker("old"))).isInstanceOf(ExpiredMarker.class);
    }

    @Test
    void markerThatHuaweiCallsAnExpiredTokenIsNoExpiredKey() {
        server.respond(HuaweiFixture.error(400, "IIC.1003", "The page token has expired or is invalid"));
        assertThatThrownBy(() -> directory.listGroups(new Marker("old"))).isInstanceOf(ExpiredMarker.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"error_code\":null,\"error_msg\":null}",
                "{\"error_code\":{},\"error_msg\":[1]}",
                "{\"error_code\":\"IIC.0001\",\"error_msg\":\"Cut o"
            })
    void errorBodyOfAnyShapeIsReadAsFarAsItGoes(String body) {
        server.respond(ServerResponse.json(400, body));
        assertThat(refusal(InvalidRequest.class).failure().status()).isEqualTo(400);
    }

    @Test
    void codeSurvivesAnErrorThatIsCutShort() {
        server.respond(ServerResponse.json(
                403, "{\"request_id\":\"req-9\",\"error_code\":\"APIGW.0308\",\"error_msg\":\"The thr"));
        assertThat(refusal(Throttled.class).failure().requestId()).isEqualTo("req-9");
    }

    @Test
    void errorWithoutContentTypeIsUnavailable() {
        server.respond(HuaweiFixture.response(502, "", "bad gateway"));
        refusal(Unavailable.class);
    }

    @Test
    void jsonUnderAnotherContentTypeIsRead() {
        server.respond(HuaweiFixture.response(
                404, "application/problem+json", "{\"error_code\":\"IIC.1002\",\"error_msg\":\"gone\"}"));
        assertThat(refusal(NotFound.class).failure().code()).isEqualTo("IIC.1002");
    }

    @Test
    void answerThatIsCutOffIsUnavailable() {
        server.respond(ServerResponse.json(200, "{\"group_memberships\":[],\"page_info\":{}}")
                .delivered(Delivery.CUT_OFF));
        assertThat(refusal(Unavailable.class))
                .hasMessageContainingAll("127.0.0.1:" + server.endpoint().getPort(), "broke off");
    }

    @Test
    void answerThatDoesNotComeIsUnavailableAndNotAskedForAgain() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.respond(request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ServerResponse.json(200, "{}");
        });
        try {
            refusal(Unavailable.class);
            assertThat(server.requests()).hasSize(1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void refusedConnectionIsUnavailable() {
        server.close();
        assertThat(refusal(Unavailable.class).failure().status()).isZero();
    }

    @Test
    void serverErrorIsNotAskedForAgain() {
        server.respond(HuaweiFixture.error(500, "IIC.0500", "Internal error."));
        refusal(Unavailable.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void successThatIsNotJsonIsMalformed() {
        server.respond(ServerResponse.json(200, "{\"group_memberships\":[").with("X-Request-Id", "req-3"));
        assertThat(refusal(MalformedResponse.class).failure().requestId()).isEqualTo("req-3");
    }

    @Test
    void secretThatTheGatewayQuotesIsTakenOut() {
        server.respond(HuaweiFixture.error(401, "APIGW.0301", "signature fail, key was " + AdapterFixture.SECRET_KEY));
        assertThat(refusal(Denied.class)).message().doesNotContain(AdapterFixture.SECRET_KEY);
    }

    private <T extends DirectoryException> T refusal(Class<T> kind) {
        T thrown = catchThrowableOfType(kind, () -> directory.listMemberships(GROUP, null));
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
