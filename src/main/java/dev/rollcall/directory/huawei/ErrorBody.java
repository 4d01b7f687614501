package dev.rollcall.directory.huawei;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an error's body says, as far as it can be read: it may be JSON, cut off, a proxy's page, or nothing.
 *
 * @param message never empty
 * @param authorizationMessage what Huawei decodes on request: why the permission is missing
 */
record ErrorBody(
        @Nullable String code,
        String message,
        @Nullable String requestId,
        @Nullable String authorizationMessage) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Enough of a page to find its words in. */
    private static final int PAGE = 8192;

    static ErrorBody of(Answer answer) {
        if (answer.body().isBlank()) {
            return new ErrorBody(null, "an answer without a body", null, null);
        }
        if (answer.isHtml()) {
            return new ErrorBody(null, "a page of HTML: " + withoutTags(answer.body()), null, null);
        }
        try {
            JsonNode root = MAPPER.readTree(answer.body());
            // IAM wraps its errors: {"error": {"code": …, "message": …}}
            JsonNode error = root.path("error").isObject() ? root.path("error") : root;
            String message = text(error, "error_msg", "message");
            return new ErrorBody(
                    text(error, "error_code", "code"),
                    message == null ? answer.body() : message,
                    text(root, "request_id"),
                    text(root, "encoded_authorization_message"));
        } catch (JacksonException e) {
            return cutOff(answer.body());
        }
    }

    /** Codes come first, so that they mostly survive a cut. */
    private static ErrorBody cutOff(String body) {
        return new ErrorBody(
                find("error_code", body),
                "an answer that is not JSON, or cut off: " + body,
                find("request_id", body),
                null);
    }

    private static @Nullable String find(String field, String body) {
        Matcher found =
                Pattern.compile('"' + field + "\"\\s*:\\s*\"([^\"\\\\]+)\"").matcher(body);
        return found.find() ? found.group(1) : null;
    }

    private static @Nullable String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asString().isEmpty()) {
                return value.asString();
            }
        }
        return null;
    }

    private static String withoutTags(String page) {
        String start = page.length() > PAGE ? page.substring(0, PAGE) : page;
        return start.replaceAll("(?is)<(script|style)[^>]*>.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
    }
}
