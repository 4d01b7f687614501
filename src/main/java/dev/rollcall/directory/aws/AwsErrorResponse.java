package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.ErrorBody;
import dev.rollcall.directory.wire.HttpTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What the response says with which a service of AWS refuses a request. Its body may be AWS's JSON, a proxy's page, or
 * empty.
 *
 * @param code without its name space; null when there is none
 * @param message without the ingredients of a signature, which hold the session token
 * @param reason {@code KMS_…}, or null
 * @param date the time by the service's clock; null when it does not tell
 * @param retryAfter the delay that it asks for; null when it names none
 */
record AwsErrorResponse(
        int status,
        @Nullable String code,
        String message,
        @Nullable String requestId,
        @Nullable String reason,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable Instant date,
        @Nullable Duration retryAfter) {
    /** Far more than is shown; the patterns are slow on longer texts. */
    private static final int LONGEST_MESSAGE = 2000;

    private static final Pattern SIGNATURE_INGREDIENTS =
            Pattern.compile("(?is)\\s*the (canonical string|string-to-sign) .*");
    private static final Pattern TIME_IN_MESSAGE =
            Pattern.compile("(?is).*(signature expired|signature not yet current|too far in the|clock skew).*");

    /** Reads a response of the identity store. */
    static AwsErrorResponse of(ApiResponse response, Instant now) {
        ErrorBody body = ErrorBody.of(response.body());
        String type = response.header("x-amzn-ErrorType");
        String code = type != null ? type : body.text("__type", "code", "Code");
        String message = body.text("message", "Message", "errorMessage");
        if (message == null) {
            message = code == null ? response.text() : "";
        }
        Duration delay = HttpTime.delay(body.text("RetryAfterSeconds"), null, now);
        return new AwsErrorResponse(
                response.status(),
                bare(code),
                harmless(message),
                response.requestId(),
                body.text("Reason"),
                body.text("ResourceType"),
                body.text("ResourceId"),
                response.date(),
                delay != null ? delay : response.retryAfter(now));
    }

    /** Reads the response of a service that hands out credentials. */
    static AwsErrorResponse of(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        SdkHttpResponse head = details == null ? null : details.sdkHttpResponse();
        return new AwsErrorResponse(
                refused.statusCode(),
                details == null ? null : bare(details.errorCode()),
                harmless(details == null ? null : details.errorMessage()),
                refused.requestId(),
                null,
                null,
                null,
                head == null
                        ? null
                        : HttpTime.date(head.firstMatchingHeader("Date").orElse(null)),
                null);
    }

    boolean isThrottled() {
        return status == 429 || AwsErrorCode.THROTTLING.matches(code);
    }

    boolean isUnavailable() {
        return status >= 500 || status == 408 || AwsErrorCode.UNAVAILABLE.matches(code);
    }

    /** Whether the store's encryption key can't be used, whatever the error's code: it is about no group. */
    boolean isAboutEncryptionKey() {
        return reason != null && reason.toUpperCase(Locale.ROOT).startsWith("KMS");
    }

    boolean isAboutClock(Instant now) {
        if (AwsErrorCode.TIME.matches(code)) {
            return true;
        }
        return AwsErrorCode.SIGNATURE.matches(code)
                && (HttpTime.refusedSkew(date, now) != null
                        || TIME_IN_MESSAGE.matcher(message).matches());
    }

    boolean isAboutCredentials() {
        return status == 401 || AwsErrorCode.SIGNATURE.matches(code) || AwsErrorCode.CREDENTIALS.matches(code);
    }

    boolean isNotFound() {
        return AwsErrorCode.NOT_FOUND.matches(code);
    }

    boolean isAboutMarker() {
        return AwsErrorCode.MARKER.matches(code);
    }

    boolean isDenied() {
        return status == 403 || AwsErrorCode.DENIED.matches(code);
    }

    /** Of {@code com.amazonaws.identitystore#AccessDeniedException:http://…} the name alone. */
    private static @Nullable String bare(@Nullable String code) {
        if (code == null) {
            return null;
        }
        String bare = code.substring(code.lastIndexOf('#') + 1);
        int colon = bare.indexOf(':');
        return (colon < 0 ? bare : bare.substring(0, colon)).strip();
    }

    private static String harmless(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "refused without a message";
        }
        String start = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        return SIGNATURE_INGREDIENTS.matcher(start).replaceFirst("");
    }
}
