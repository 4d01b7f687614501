package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.exception.ExceptionHandler;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpRequest;
import com.huaweicloud.sdk.core.http.HttpResponse;
import dev.rollcall.directory.wire.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes each response, good or bad, out of the SDK before the SDK reads it. This is the only place where the SDK shows
 * headers and body together; it is called on the thread that sent the request.
 */
final class HuaweiResponseCapture implements ExceptionHandler {
    @Override
    public void handleException(HttpRequest request, HttpResponse response) {
        throw new Captured(new ApiResponse(
                response.getStatusCode(), response::getHeader, body(response), response.getHeader("X-Request-Id")));
    }

    /** The SDK has read the content types that it takes for text; of others, such as problem+json, it leaves the stream. */
    private static byte[] body(HttpResponse response) {
        String text = response.getBodyAsString();
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream bytes = response.getBody()) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new ConnectionException("the response was cut off", e);
        }
    }

    /** Carries a response out of the SDK. Not a failure. */
    static final class Captured extends SdkException {
        private static final long serialVersionUID = 1L;

        private final transient ApiResponse response;

        Captured(ApiResponse response) {
            super("HTTP " + response.status());
            this.response = response;
        }

        ApiResponse response() {
            return response;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
