package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.http.HttpClient;
import com.huaweicloud.sdk.core.http.HttpRequest;
import com.huaweicloud.sdk.core.http.HttpResponse;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.HttpClients;
import dev.rollcall.directory.wire.MalformedBodyException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.NetworkException;
import dev.rollcall.directory.wire.ProxySettings;
import dev.rollcall.directory.wire.RequestTimer;
import dev.rollcall.directory.wire.TrustedAuthorities;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Sends signed requests, each once. The vendor's own client bounds neither the time nor the size of an answer, and knows
 * no proxy. It is the vendor's {@link HttpClient} too, for the keys that the vendor's signing itself asks a service for.
 */
final class HuaweiTransport implements HttpClient, AutoCloseable {
    private final ProxySettings proxies;
    private final RequestTimer requests;
    private final OkHttpClient client;

    /** OkHttp itself forgets a call before its answer's body is read. */
    private final Set<Call> inFlight = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * @param workers requests in flight at once
     * @param timeout of a request, from its beginning to its answer's last byte
     */
    HuaweiTransport(int workers, Duration timeout, Network network) {
        this(new OkHttpClient.Builder(), workers, timeout, network);
    }

    HuaweiTransport(OkHttpClient.Builder base, int workers, Duration timeout, Network network) {
        proxies = network.proxies();
        requests = network.requests();
        TrustedAuthorities trusted = network.trusted();
        ReachableAddresses addresses = new ReachableAddresses(Dns.SYSTEM);
        client = HttpClients.configure(base, proxies, trusted)
                .callTimeout(timeout)
                .connectTimeout(Network.connectTimeout(timeout))
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(workers, 5, TimeUnit.MINUTES))
                .dns(addresses)
                .eventListener(addresses)
                .build();
    }

    /**
     * Sends a request, and reads the whole answer.
     *
     * @throws NetworkException when there is none, or none whole, in time
     * @throws MalformedBodyException when it is too long
     */
    ApiResponse send(HttpRequest signed) {
        Call call = client.newCall(request(signed));
        inFlight.add(call);
        if (closed) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
                throw new IOException("407 Proxy Authentication Required");
            }
            return new ApiResponse(response.code(), response::header, body(response), response.header("X-Request-Id"));
        } catch (IOException e) {
            throw NetworkException.of(e, URI.create(signed.getEndpoint()), proxies);
        } finally {
            inFlight.remove(call);
        }
    }

    /** Without the vendor's builder of URLs, whose escapes differ from those that it signs for. */
    private static Request request(HttpRequest signed) {
        HttpUrl.Builder url =
                HttpUrl.get(signed.getEndpoint() + signed.getPathParamsString()).newBuilder();
        signed.getQueryParams().forEach((name, values) -> values.forEach(value -> url.addQueryParameter(name, value)));
        Request.Builder request = new Request.Builder().url(url.build());
        signed.getHeaders().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        String text = signed.getBodyAsString();
        // From bytes, whose length is known: some proxies refuse what comes in chunks.
        RequestBody body = text == null
                ? null
                : RequestBody.create(text.getBytes(StandardCharsets.UTF_8), MediaType.parse(signed.getContentType()));
        return request.method(signed.getMethod().name(), body).build();
    }

    private static byte[] body(Response response) throws IOException {
        ResponseBody body = response.body();
        return body == null ? new byte[0] : ApiResponse.read(body.byteStream());
    }

    /** What every request that counts is sent through. */
    RequestTimer requests() {
        return requests;
    }

    boolean isClosed() {
        return closed;
    }

    /** Cancels what is in flight. */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(Call::cancel);
        client.connectionPool().evictAll();
    }

    @Override
    public HttpResponse syncInvokeHttp(HttpRequest request) {
        return new HuaweiHttpResponse(send(request));
    }

    @Override
    public CompletableFuture<HttpResponse> asyncInvokeHttp(HttpRequest request) {
        throw new UnsupportedOperationException("nothing here is asynchronous");
    }
}
