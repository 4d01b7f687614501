package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.ExpiredMarker;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;

class AwsErrorsTest {
    private static final GroupId GROUP = new GroupId("g-1");
    private static final String HTML = "<html><body><h1>Bad\tGateway</h1>\n</body></html>";

    @TempDir
    Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private Directory directory;

    @BeforeEach
    void open() {
        directory = open(server.endpoint());
    }

    @AfterEach
    void close() {
        // The SDK keeps what it learned of clocks for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        directory.close();
        server.close();
    }

    @Test
    void errorCarriesOperationGroupStatusCodeMessageAndRequestId() {
        DirectoryException failed = ofGroup(
                refusal("AccessDeniedException", "\"Message\":\"not you\"").with("x-amzn-RequestId", "req-1"));
        assertThat(failed)
                .hasMessage(
                        "ListGroupMemberships of group g-1: not you (HTTP 400, AccessDeniedException, request req-1)");
        assertThat(failed.failure().group()).isEqualTo(GROUP);
    }

    @Test
    void endlessBlanksInAMessageAreNoWorkWithoutEnd() {
        DirectoryException failed =
                ofGroup(refusal("AccessDeniedException", "\"Message\":\"no" + " ".repeat(2_000_000) + "end\""));
        assertThat(failed.failure().message()).isEqualTo("no");
    }

    @Test
    void nothingIsSentTwice() {
        ofGroup(refusal("ThrottlingException", ""));
        ofGroup(new ServerResponse(500, ""));
        ofGroup(new ServerResponse(200, "").delivered(Delivery.RESET));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void refusedGroupIsDeniedByItself() {
        assertThat(denied(ofGroup(refusal("AccessDeniedException", "")))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, KMS_ACCESS_DENIED",
        "ResourceNotFoundException, KMS_KEY_NOT_FOUND",
        "ValidationException, KMS_DISABLED",
        "ValidationException, KMS_OF_TOMORROW"
    })
    void unusableKeyIsFatalForTheSourceNeverAGroup(String code, String reason) {
        DirectoryException failed =
                ofGroup(refusal(code, "\"Reason\":\"" + reason + "\",\"ResourceType\":\"GROUP\",\"message\":\"key\""));
        assertThat(denied(failed)).isTrue();
        assertThat(failed).hasMessageContaining(reason);
    }

    @Test
    void unusableKeyIsFatalOnARequestWithAMarkerToo() {
        server.respond(refusal("ValidationException", "\"Reason\":\"KMS_INVALID_STATE\""));
        assertThat(denied(listing(new Marker("m")))).isTrue();
    }

    @Test
    void throttledKeyIsThrottled() {
        assertThat(ofGroup(refusal("ThrottlingException", "\"Reason\":\"KMS_THROTTLING\"")))
                .isInstanceOf(Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnrecognizedClientException",
                "ExpiredTokenException",
                "ExpiredToken",
                "InvalidSignatureException",
                "SignatureDoesNotMatch",
                "IncompleteSignature",
                "IncompleteSignatureException",
                "MissingAuthenticationToken",
                "MissingAuthenticationTokenException",
                "InvalidClientTokenId",
                "InvalidAccessKeyId",
                "OptInRequired",
                "com.amazon.coral.service#UnrecognizedClientException"
            })
    void refusedCredentialsAreFatalForTheSource(String code) {
        assertThat(denied(ofGroup(refusal(code, "\"message\":\"no\"")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Signature expired: 20261121T100000Z is now earlier than 20261121T104500Z (20261121T110000Z - 15 min.)",
                "Signature not yet current: 20261121T130000Z is still later than 20261121T121500Z"
            })
    void skewedClockIsNamedByTheServicesWords(String message) {
        DirectoryException failed = ofGroup(refusal("InvalidSignatureException", "\"message\":\"" + message + "\""));
        assertThat(denied(failed)).isTrue();
        assertThat(failed).hasMessageContaining("clock is off by more than 15 minutes");
    }

    @Test
    void skewedClockIsNamedByTheAnswersDate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(20));
        DirectoryException failed = ofGroup(
                refusal("SignatureDoesNotMatch", "\"message\":\"mismatch\"").with("Date", date));
        assertThat(denied(failed)).isTrue();
        assertThat(failed).hasMessageContaining("clock is off by more than 15 minutes");
    }

    @Test
    void wrongKeyIsNotBlamedOnTheClock() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        assertThat(ofGroup(refusal("InvalidSignatureException", "\"message\":\"mismatch\"")
                        .with("Date", date)))
                .hasMessageNotContaining("clock");
    }

    @Test
    void ingredientsOfASignatureAreKeptOutOfTheMessage() {
        DirectoryException failed = ofGroup(refusal(
                "InvalidSignatureException",
                "\"message\":\"The request signature we calculated does not match. Check your key.\\n\\n"
                        + "The Canonical String for this request should have been\\n'POST\\n/\\n"
                        + "x-amz-security-token:SECRET-TOKEN'\\n\\nThe String-to-Sign should have been 'AWS4'\""));
        assertThat(failed)
                .hasMessageContaining("Check your key.")
                .hasMessageNotContaining("SECRET-TOKEN")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException",
        "400, Throttling",
        "400, TooManyRequestsException",
        "400, RequestLimitExceeded",
        "429, TooManyRequestsException",
        "429, Whatever",
        "503, SlowDown"
    })
    void throttlingUnderAnyNameIsThrottled(int status, String code) {
        assertThat(ofGroup(new ServerResponse(status, "{\"__type\":\"" + code + "\"}")))
                .isInstanceOf(Throttled.class);
    }

    @Test
    void throttlingByAProxyIsThrottled() {
        assertThat(ofGroup(new ServerResponse(429, HTML))).isInstanceOf(Throttled.class);
    }

    @Test
    void delayInTheBodyIsPassedOn() {
        assertThat(throttled(refusal("ThrottlingException", "\"RetryAfterSeconds\":7")))
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void delayInTheHeaderIsPassedOn() {
        assertThat(throttled(refusal("ThrottlingException", "").with("Retry-After", "3")))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void delayAsADateCountsFromTheServersOwnClock() {
        assertThat(throttled(refusal("ThrottlingException", "")
                        .with("Date", "Sat, 21 Nov 2026 12:00:00 GMT")
                        .with("Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT")))
                .isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "99999999999999999999"})
    void delayThatMakesNoSenseIsNone(String delay) {
        assertThat(throttled(refusal("ThrottlingException", "").with("Retry-After", delay)))
                .isNull();
    }

    @Test
    void throttlingWithoutADelayHasNone() {
        assertThat(throttled(refusal("ThrottlingException", ""))).isNull();
    }

    @Test
    void goneGroupIsNotFound() {
        NotFound gone = (NotFound) ofGroup(refusal("ResourceNotFoundException", "\"ResourceType\":\"GROUP\""));
        assertThat(gone.identityStore()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ResourceType\":\"IDENTITY_STORE\"", "\"ResourceId\":\"d-1234567890\""})
    void unknownStoreIsToldApartFromAGoneGroup(String details) {
        NotFound gone = (NotFound) ofGroup(refusal("ResourceNotFoundException", details));
        assertThat(gone.identityStore()).isTrue();
    }

    @Test
    void notFoundWithoutAGroupIsTheStore() {
        server.respond(refusal("ResourceNotFoundException", ""));
        assertThat(((NotFound) listing(null)).identityStore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 405, 413})
    void pageOfAProxySaysNothingAboutTheGroup(int status) {
        assertThat(ofGroup(new ServerResponse(status, HTML))).isInstanceOf(Unavailable.class);
    }

    @Test
    void invalidRequestWithAMarkerIsAnExpiredMarker() {
        server.respond(refusal("ValidationException", "\"message\":\"bad token\""));
        assertThat(listing(new Marker("old"))).isInstanceOf(ExpiredMarker.class);
    }

    @Test
    void invalidRequestWithoutAMarkerIsInvalid() {
        server.respond(refusal("ValidationException", "\"message\":\"bad id\""));
        assertThat(listing(null)).isInstanceOf(InvalidRequest.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 413, 418, 302})
    void otherRefusalIsAnInvalidRequest(int status) {
        assertThat(ofGroup(new ServerResponse(status, "{\"__type\":\"SerializationException\"}")))
                .isInstanceOf(InvalidRequest.class);
    }

    @ParameterizedTest
    @CsvSource({"401, true", "403, false"})
    void refusalByAProxyIsDenied(int status, boolean wholeSource) {
        assertThat(denied(ofGroup(new ServerResponse(status, HTML)))).isEqualTo(wholeSource);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 599})
    void serversTroubleIsUnavailableWhateverItsBody(int status) {
        for (String body : List.of("", HTML, "{\"__type\":\"InternalServerException\"}", "{\"__type", "[1]", "null")) {
            assertThat(ofGroup(new ServerResponse(status, body)))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("HTTP " + status);
        }
    }

    @Test
    void internalErrorUnderAnotherStatusIsUnavailable() {
        assertThat(ofGroup(refusal("InternalServerException", "\"RetryAfterSeconds\":5")))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        failed -> assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void unavailableServersDelayIsPassedOn() {
        assertThat(((Unavailable) ofGroup(new ServerResponse(503, HTML).with("Retry-After", "11"))).retryAfter())
                .isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void proxysPageIsQuotedOnOneLine() {
        assertThat(ofGroup(new ServerResponse(502, HTML)))
                .hasMessageContaining("<h1>Bad Gateway</h1> </body>")
                .message()
                .doesNotContain("\n", "\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"message\":{\"a\":1}", "\"message\":[]", "\"Reason\":{},\"ResourceType\":[]"})
    void errorWithFieldsOfAnotherTypeKeepsItsClass(String details) {
        assertThat(denied(ofGroup(refusal("AccessDeniedException", details)))).isFalse();
    }

    @Test
    void codeInTheHeaderCounts() {
        ServerResponse answer = new ServerResponse(400, "{\"message\":\"slow\"}")
                .with("x-amzn-ErrorType", "ThrottlingException:http://internal.amazon.com/coral/");
        assertThat(ofGroup(answer)).isInstanceOf(Throttled.class).hasMessageContaining("ThrottlingException)");
    }

    @Test
    void resetIsUnavailable() {
        assertThat(ofGroup(new ServerResponse(200, "{}").delivered(Delivery.RESET)))
                .isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void answerThatIsCutOffIsUnavailable(int status) {
        assertThat(ofGroup(new ServerResponse(status, "{\"__type\":\"AccessDeniedException\"}")
                        .delivered(Delivery.CUT_OFF)))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void silenceIsUnavailableAfterTheTimeout() {
        server.respond(new ServerResponse(200, "").delivered(Delivery.HANG));
        try (Directory impatient = new AwsProvider(new Network(Map.of()))
                .open(AdapterFixture.settings(
                        server.endpoint(), AdapterFixture.keyFiles(folder), 10, Duration.ofMillis(300)))) {
            assertThat(catchThrowable(() -> impatient.listGroups(null))).isInstanceOf(Unavailable.class);
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void closedPortIsUnavailable() {
        URI nobody = server.endpoint();
        server.close();
        try (Directory unreachable = open(nobody)) {
            assertThat(catchThrowable(() -> unreachable.listGroups(null)))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void unknownHostIsUnavailable() {
        try (Directory unreachable = open(URI.create("http://no-such-host.invalid"))) {
            assertThat(catchThrowable(() -> unreachable.listGroups(null))).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void interruptedThreadStaysInterrupted() {
        server.respond(new ServerResponse(200, "{\"Groups\":[]}"));
        Thread.currentThread().interrupt();
        Throwable failed = catchThrowable(() -> directory.listGroups(null));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed).isInstanceOf(Unavailable.class);
    }

    private Directory open(URI endpoint) {
        return new AwsProvider(new Network(Map.of()))
                .open(AdapterFixture.settings(endpoint, AdapterFixture.keyFiles(folder)));
    }

    private DirectoryException ofGroup(ServerResponse answer) {
        server.respond(answer);
        return catchThrowableOfType(DirectoryException.class, () -> directory.listMemberships(GROUP, null));
    }

    private DirectoryException listing(@Nullable Marker from) {
        return catchThrowableOfType(DirectoryException.class, () -> directory.listGroups(from));
    }

    private @Nullable Duration throttled(ServerResponse answer) {
        return ((Throttled) ofGroup(answer)).retryAfter();
    }

    private static boolean denied(DirectoryException failed) {
        assertThat(failed).isInstanceOf(Denied.class);
        return ((Denied) failed).wholeSource();
    }

    private static ServerResponse refusal(String code, String details) {
        return new ServerResponse(400, "{\"__type\":\"" + code + "\"" + (details.isEmpty() ? "" : "," + details) + "}");
    }
}
