package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came back over the wire.
 *
 * @param body empty when there was none
 * @param retryAfter the header Retry-After
 * @param date the header Date
 * @param requestId the header X-Request-Id
 */
record Answer(
        int status,
        String contentType,
        String body,
        @Nullable String retryAfter,
        @Nullable String date,
        @Nullable String requestId) {

    static Answer of(HttpResponse response) {
        String contentType = response.getContentType();
        return new Answer(
                response.getStatusCode(),
                contentType == null ? "" : contentType.toLowerCase(Locale.ROOT),
                body(response),
                response.getHeader("Retry-After"),
                response.getHeader("Date"),
                response.getHeader("X-Request-Id"));
    }

    /** The SDK reads the types that it takes for text; the others, such as {@code application/problem+json}, it leaves. */
    private static String body(HttpResponse response) {
        String text = response.getBodyAsString();
        if (text != null) {
            return text;
        }
        try (InputStream bytes = response.getBody()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConnectionException("the answer was cut off", e);
        }
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** A page for people: it comes from a proxy on the way, never from the provider. */
    boolean isHtml() {
        return contentType.startsWith("text/html") || body.stripLeading().startsWith("<");
    }

    Answer withRequestId(@Nullable String other) {
        return other == null ? this : new Answer(status, contentType, body, retryAfter, date, other);
    }
}
