package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.MalformedBodyException;
import dev.rollcall.directory.wire.NetworkException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends signed requests to one service, and turns whatever goes wrong into the errors that all providers share. */
final class HuaweiConnection implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HuaweiTransport transport;
    private final String endpoint;
    private final HuaweiSigner signer;
    private final HuaweiErrors errors;

    /**
     * @param transport closed with this connection
     * @param endpoint a URL without a slash at its end
     */
    HuaweiConnection(HuaweiTransport transport, String endpoint, HuaweiSigner signer, HuaweiErrors errors) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.signer = signer;
        this.errors = errors;
    }

    /**
     * Returns the successful response to a GET.
     *
     * @param path needs no escapes
     * @param query by their names, in any characters
     */
    ApiResponse get(ApiRequest request, String path, Map<String, String> query) {
        HttpRequest.HttpRequestBuilder unsigned = unsigned(HttpMethod.GET, path);
        query.forEach((name, value) -> unsigned.addQueryParam(name, List.of(value)));
        return send(request, unsigned.build());
    }

    /**
     * Returns the successful response to a POST.
     *
     * @param path needs no escapes
     */
    ApiResponse post(ApiRequest request, String path, String json) {
        return send(
                request, unsigned(HttpMethod.POST, path).withBodyAsString(json).build());
    }

    private HttpRequest.HttpRequestBuilder unsigned(HttpMethod method, String path) {
        return HttpRequest.newBuilder()
                .withMethod(method)
                .withEndpoint(endpoint)
                .withPath(path)
                .withContentType(JSON)
                .addHeader("User-Agent", "rollcall");
    }

    private ApiResponse send(ApiRequest request, HttpRequest unsigned) {
        AtomicReference<@Nullable ApiResponse> answered = new AtomicReference<>();
        return transport.requests().time(request, answered::get, () -> {
            ApiResponse response = sendOnce(request, unsigned);
            answered.set(response);
            return response;
        });
    }

    private ApiResponse sendOnce(ApiRequest request, HttpRequest unsigned) {
        try {
            ApiResponse response = transport.send(signer.sign(unsigned, transport));
            if (response.isSuccessful() && !HuaweiErrorResponse.isHtml(response)) {
                return response;
            }
            throw signer.judge(request, errors.of(request, response));
        } catch (CredentialsException e) {
            throw e.whileReading(request);
        } catch (MalformedBodyException e) {
            throw new MalformedResponse(request.failure(e.getMessage()), e);
        } catch (NetworkException e) {
            throw transport.isClosed()
                    ? new Unavailable(request.failure("cancelled: the directory is closed"), null, e)
                    : e.whileSending(request);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
