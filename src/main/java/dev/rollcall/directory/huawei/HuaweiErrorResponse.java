package dev.rollcall.directory.huawei;

import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.ErrorBody;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the response says with which Huawei refuses a request. Its body may be JSON, cut off, a proxy's page, or empty.
 *
 * @param html whether it is a page for people: it comes from a proxy on the way, never from the provider
 * @param message not empty, without a secret
 * @param authorizationMessage what Huawei decodes on request: why a permission is missing; null when there is none
 * @param date the time by the sender's clock; null when it does not tell
 * @param retryAfter the delay that the header Retry-After asks for; null when it names none
 */
record HuaweiErrorResponse(
        int status,
        boolean html,
        @Nullable String code,
        String message,
        @Nullable String requestId,
        @Nullable String authorizationMessage,
        @Nullable Instant date,
        @Nullable Duration retryAfter) {
    private static final Set<String> THROTTLING_CODES = Set.of("APIG.0308", "APIGW.0308");

    /** The gateway's codes for keys, signatures and tokens; 0308, throttling, is recognized before. */
    private static final Pattern KEY_CODES = Pattern.compile("APIGW?\\.03\\d\\d");

    private static final Pattern GATEWAY_CODES = Pattern.compile("APIGW?\\.\\d{4}");

    private static final Pattern KEY_WORDS = Pattern.compile(
            "(token|credential|access key|aksk|ak/sk|signature).{0,60}"
                    + "(expire|invalid|incorrect|not exist|not found|disabled|fail|mismatch|does not match)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern STORE_WORDS = Pattern.compile("identity[ _-]?store", Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP_WORDS = Pattern.compile("group", Pattern.CASE_INSENSITIVE);

    /** The gateway's words for its flow limit: {@code limit:5,time:1 minute}. */
    private static final Pattern FLOW_LIMIT = Pattern.compile(
            "limit\\s*:\\s*(\\d{1,9})\\s*,\\s*time\\s*:\\s*(\\d{1,6})\\s*(second|minute|hour|day)",
            Pattern.CASE_INSENSITIVE);

    /** Enough of a page to find its words in. */
    private static final int LONGEST_PAGE = 8192;

    /** @param withoutSecrets takes the keys out of a text */
    static HuaweiErrorResponse of(ApiResponse response, Instant now, UnaryOperator<String> withoutSecrets) {
        String text = response.text();
        boolean html = isHtml(response);
        ErrorBody body = ErrorBody.of(html ? new byte[0] : response.body());
        // IAM wraps its errors: {"error": {"code": …, "message": …}}
        ErrorBody error = body.within("error");
        String requestId = body.isJson() ? body.text("request_id") : find("request_id", text, html);
        return new HuaweiErrorResponse(
                response.status(),
                html,
                body.isJson() ? error.text("error_code", "code") : find("error_code", text, html),
                withoutSecrets.apply(message(text, html, body.isJson(), error.text("error_msg", "message"))),
                requestId == null ? response.requestId() : requestId,
                body.text("encoded_authorization_message"),
                response.date(),
                response.retryAfter(now));
    }

    /** Whether a response is a page for people, also one with the status of a success. */
    static boolean isHtml(ApiResponse response) {
        String contentType = response.header("Content-Type");
        byte[] body = response.body();
        int start = 0;
        while (start < body.length && Character.isWhitespace(body[start])) {
            start++;
        }
        return (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/html"))
                || (start < body.length && body[start] == '<');
    }

    private static String message(String text, boolean html, boolean json, @Nullable String message) {
        if (text.isBlank()) {
            return "an answer without a body";
        }
        if (html) {
            return "a page of HTML: " + withoutTags(text);
        }
        if (!json) {
            return "an answer that is not JSON, or cut off: " + text;
        }
        return message == null ? text : message;
    }

    /** A field of JSON that is cut off. Codes come first, so that they mostly survive. */
    private static @Nullable String find(String field, String text, boolean html) {
        Matcher found =
                Pattern.compile('"' + field + "\"\\s*:\\s*\"([^\"\\\\]+)\"").matcher(text);
        return !html && found.find() ? found.group(1) : null;
    }

    private static String withoutTags(String page) {
        String start = page.length() > LONGEST_PAGE ? page.substring(0, LONGEST_PAGE) : page;
        return start.replaceAll("(?is)<(script|style)[^>]*>.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
    }

    boolean isThrottled() {
        return status == 429 || THROTTLING_CODES.contains(codeOrEmpty());
    }

    boolean isUnavailable() {
        return status < 400 || status == 408 || status == 425 || status >= 500;
    }

    /** Words count with the status 403 alone: Huawei calls an expired marker an expired token. */
    boolean isAboutKeys() {
        return KEY_CODES.matcher(codeOrEmpty()).matches()
                || (status == 403 && KEY_WORDS.matcher(message).find());
    }

    /** Whether it says nothing about a group: a gateway that does not know the path knows no group either. */
    boolean isAboutStore() {
        return GATEWAY_CODES.matcher(codeOrEmpty()).matches() || blamesStore(message);
    }

    /** Whether a message says that the identity store itself is unknown, and not a group in it. */
    static boolean blamesStore(String message) {
        return STORE_WORDS.matcher(message).find()
                && !GROUP_WORDS.matcher(message).find();
    }

    /** The delay that throttling asks for, by the header or else by the words; null when it names none. */
    @Nullable
    Duration throttlingDelay() {
        return retryAfter == null ? flowLimitDelay(message) : retryAfter;
    }

    /**
     * The delay between two requests that keeps within the flow limit that a message states: with 5 requests a minute,
     * 12 seconds. Null when it states none.
     */
    static @Nullable Duration flowLimitDelay(String message) {
        Matcher limit = FLOW_LIMIT.matcher(message);
        if (!limit.find() || Long.parseLong(limit.group(1)) == 0) {
            return null;
        }
        long count = Long.parseLong(limit.group(2));
        Duration period = switch (limit.group(3).toLowerCase(Locale.ROOT)) {
            case "second" -> Duration.ofSeconds(count);
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return period.dividedBy(Long.parseLong(limit.group(1)));
    }

    private String codeOrEmpty() {
        return code == null ? "" : code;
    }
}
