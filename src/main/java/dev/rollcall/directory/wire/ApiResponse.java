package dev.rollcall.directory.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A provider's response as it came over the wire. */
public final class ApiResponse {
    /** In bytes. A page of 100 of the largest documented items is a fraction of this. */
    public static final int LONGEST_BODY = 32 << 20;

    private final int status;
    private final UnaryOperator<@Nullable String> headers;
    private final byte[] body;
    private final @Nullable String requestId;

    /**
     * @param headers the value of the header of a name, in any case; null where there is none
     * @param body empty when there is none; not copied
     * @param requestId the provider's; null when there is none
     */
    public ApiResponse(int status, UnaryOperator<@Nullable String> headers, byte[] body, @Nullable String requestId) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.requestId = requestId;
    }

    /**
     * Reads a body to its end.
     *
     * @throws MalformedBodyException when it is too long to be an answer
     */
    public static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw new MalformedBodyException("the answer has more than " + (LONGEST_BODY >> 20) + " MiB");
        }
        return bytes;
    }

    public int status() {
        return status;
    }

    public boolean isSuccessful() {
        return status >= 200 && status < 300;
    }

    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** Not a copy. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8, whatever it is. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /** The time by the sender's clock; null when the response has no date. */
    public @Nullable Instant date() {
        return HttpTime.date(header("Date"));
    }

    /** The delay that the header Retry-After asks for; null when there is none that can be read. */
    public @Nullable Duration retryAfter(Instant now) {
        return HttpTime.delay(header("Retry-After"), date(), now);
    }
}
