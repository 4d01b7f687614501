package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.http.HttpResponse;
import dev.rollcall.directory.wire.ApiResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response as the vendor's signing takes it from a service that hands out keys. */
record HuaweiHttpResponse(ApiResponse response) implements HttpResponse {
    @Override
    public int getStatusCode() {
        return response.status();
    }

    @Override
    public @Nullable String getContentType() {
        return response.header("Content-Type");
    }

    @Override
    public long getContentLength() {
        return response.body().length;
    }

    /** Looked at by nobody: headers are asked for by name. */
    @Override
    public Map<String, List<String>> getHeaders() {
        return Map.of();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return response.header(name);
    }

    @Override
    public String getBodyAsString() {
        return response.text();
    }

    @Override
    public byte[] getBodyAsBytes() {
        return response.body();
    }

    @Override
    public InputStream getBody() {
        return new ByteArrayInputStream(response.body());
    }
}
