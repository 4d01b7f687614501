package dev.rollcall.directory.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An AWS service's refusal, read with patience: its body may be AWS's JSON, a proxy's page, or nothing.
 *
 * @param code without its name space; null when there is none
 * @param message never a signature's ingredients, which hold the session token
 * @param reason {@code KMS_…}, or null
 * @param serverTime by the answer's Date header
 * @param retryAfter the delay that it asks for
 */
record Refusal(
        int status,
        @Nullable String code,
        String message,
        @Nullable String requestId,
        @Nullable String reason,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable Instant serverTime,
        @Nullable Duration retryAfter) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);
    /** Much more than is ever shown; patterns take their time on longer ones. */
    private static final int LONGEST_MESSAGE = 2000;

    private static final Pattern SIGNATURE_INGREDIENTS =
            Pattern.compile("(?is)\\s*the (canonical string|string-to-sign) .*");
    private static final Pattern TIME_IN_MESSAGE =
            Pattern.compile("(?is).*(signature expired|signature not yet current|too far in the|clock skew).*");

    /** Reads an answer of the identity store, now by this clock. */
    static Refusal of(Answer answer, Clock clock) {
        JsonNode body = json(answer.body());
        String type = answer.header("x-amzn-ErrorType");
        String code = type != null ? type : first(body, "__type", "code", "Code");
        String message = first(body, "message", "Message", "errorMessage");
        if (message == null) {
            message = code == null ? answer.excerpt() : "";
        }
        Instant date = HttpTime.date(answer.header("Date"));
        Duration delay = HttpTime.delay(first(body, "RetryAfterSeconds"), null, clock);
        return new Refusal(
                answer.status(),
                code == null ? null : bare(code),
                message.isBlank() ? "refused without a message " + answer.statusText() : harmless(message),
                answer.requestId(),
                first(body, "Reason"),
                first(body, "ResourceType"),
                first(body, "ResourceId"),
                date,
                delay != null ? delay : HttpTime.delay(answer.header("Retry-After"), date, clock));
    }

    /** Reads what another service than the identity store refused, one that hands out credentials. */
    static Refusal of(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        SdkHttpResponse head = details == null ? null : details.sdkHttpResponse();
        String message = details == null ? null : details.errorMessage();
        return new Refusal(
                refused.statusCode(),
                details == null || details.errorCode() == null ? null : bare(details.errorCode()),
                message == null || message.isBlank() ? "refused without a message" : harmless(message),
                refused.requestId(),
                null,
                null,
                null,
                head == null
                        ? null
                        : HttpTime.date(head.firstMatchingHeader("Date").orElse(null)),
                null);
    }

    boolean throttled() {
        return status == 429 || ErrorKind.THROTTLING.covers(code);
    }

    boolean unavailable() {
        return status >= 500 || status == 408 || ErrorKind.UNAVAILABLE.covers(code);
    }

    /** A key of the store's owner can't be used, whatever the error's class: it is about no group. */
    boolean aboutKey() {
        return reason != null && reason.toUpperCase(Locale.ROOT).startsWith("KMS");
    }

    boolean aboutClock(Instant now) {
        if (ErrorKind.TIME.covers(code)) {
            return true;
        }
        boolean skewed =
                serverTime != null && Duration.between(serverTime, now).abs().compareTo(LARGEST_SKEW) > 0;
        return ErrorKind.SIGNATURE.covers(code)
                && (skewed || TIME_IN_MESSAGE.matcher(message).matches());
    }

    boolean aboutCredentials() {
        return status == 401 || ErrorKind.SIGNATURE.covers(code) || ErrorKind.CREDENTIALS.covers(code);
    }

    boolean notFound() {
        return ErrorKind.NOT_FOUND.covers(code);
    }

    boolean aboutMarker() {
        return ErrorKind.MARKER.covers(code);
    }

    boolean denied() {
        return status == 403 || ErrorKind.DENIED.covers(code);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String first(JsonNode body, String... fields) {
        return Stream.of(fields)
                .map(body::path)
                .filter(value -> value.isString() || value.isNumber())
                .map(JsonNode::asString)
                .findFirst()
                .orElse(null);
    }

    /** Of {@code com.amazonaws.identitystore#AccessDeniedException:http://…} the name alone. */
    private static String bare(String code) {
        String bare = code.substring(code.lastIndexOf('#') + 1);
        int colon = bare.indexOf(':');
        return (colon < 0 ? bare : bare.substring(0, colon)).strip();
    }

    private static String harmless(String message) {
        String start = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        return SIGNATURE_INGREDIENTS.matcher(start).replaceFirst("");
    }
}
