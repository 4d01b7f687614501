package dev.rollcall.directory.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What the service sent back, as it came over the wire. */
final class Answer {
    private static final List<String> REQUEST_ID = List.of("x-amzn-RequestId", "x-amz-request-id");
    private static final int LONGEST_EXCERPT = 2000;

    private final SdkHttpResponse head;
    private final byte[] body;

    Answer(SdkHttpResponse head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    int status() {
        return head.statusCode();
    }

    boolean isSuccessful() {
        return head.isSuccessful();
    }

    String statusText() {
        return head.statusText().orElse("");
    }

    @Nullable
    String requestId() {
        return head.firstMatchingHeader(REQUEST_ID).orElse(null);
    }

    @Nullable
    String header(String name) {
        return head.firstMatchingHeader(name).orElse(null);
    }

    byte[] body() {
        return body;
    }

    /** The beginning of the body, for a message. */
    String excerpt() {
        return new String(body, 0, Math.min(body.length, LONGEST_EXCERPT), StandardCharsets.UTF_8);
    }
}
