package dev.rollcall.sandbox;

import dev.rollcall.http.HttpServer;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers as AWS Identity Store and as Huawei Cloud IAM Identity Center do. Both providers' real SDKs
 * work against its {@link #endpoint()}. One sandbox holds any number of stores; which protocol a store is asked in is
 * the caller's choice.
 */
public final class Sandbox implements AutoCloseable {
    public static final AccessKey LONG_LIVED_KEY =
            new AccessKey("AKIASANDBOX000000001", "sandbox-secret-of-the-long-lived-key", null);
    public static final AccessKey TEMPORARY_KEY =
            new AccessKey("ASIASANDBOX000000002", "sandbox-secret-of-the-temporary-key", "sandbox-session-token");

    private static final Pattern KEY = Pattern.compile("(?:Credential|Access)=([A-Za-z0-9]+)");

    private final Faults faults = new Faults();
    private final RequestLog requests = new RequestLog();
    private final MarkerCodec markers = new MarkerCodec();
    private final RateLimiter buckets = new RateLimiter();
    private final StoreService stores = new StoreService(markers, faults);
    private final SandboxControl control = new SandboxControl(this);
    private final AtomicLong requestIds = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Dialect aws;
    private final Dialect huawei;
    private final HttpServer server;

    private Sandbox(SandboxOptions options) {
        AcceptedKeys keys = new AcceptedKeys(options.keys(), faults);
        this.aws = new AwsDialect(new AwsSignature(keys));
        this.huawei = new HuaweiDialect(new HuaweiSignature(keys), faults);
        this.server = HttpServer.start(options.port(), this::answer);
    }

    public static Sandbox start(SandboxOptions options) {
        return new Sandbox(options);
    }

    public static Sandbox start() {
        return start(SandboxOptions.defaults());
    }

    /**
     * Runs a sandbox as a process of its own, which prints its endpoint as its first line.
     *
     * @param args see {@link SandboxProcess}
     */
    public static void main(String[] args) throws InterruptedException {
        SandboxProcess.run(args);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Serves {@code directory} as the store of that id; one served before under the id is replaced. */
    public Sandbox addStore(String storeId, SandboxDirectory directory) {
        stores.add(storeId, directory);
        return this;
    }

    /** The faults; changes apply at once. */
    public Faults faults() {
        return faults;
    }

    public RequestLog requests() {
        return requests;
    }

    /** Refuses from now on the markers issued until now. */
    public void expireMarkers() {
        markers.expireAll();
    }

    SandboxDirectory store(String id) {
        return stores.store(id);
    }

    void join() throws InterruptedException {
        server.join();
    }

    private ServerResponse answer(ServerRequest request) {
        if (request.path().startsWith("/control/")) {
            return control.answer(request);
        }
        requests.begins();
        try {
            Dialect dialect = request.header("x-amz-target") == null ? huawei : aws;
            String requestId = new UUID(0x5a4d_0000_0000_4000L, requestIds.incrementAndGet()).toString();
            return answer(dialect, request, requestId);
        } finally {
            requests.ends();
        }
    }

    private ServerResponse answer(Dialect dialect, ServerRequest request, String requestId) {
        PageRequest page = new PageRequest("", dialect.operation(request), null, null);
        String key = key(request);
        boolean counted = false;
        try {
            dialect.authenticate(request);
            ApiCall call = dialect.read(request);
            page = PageRequest.of(call);
            requests.enters(page.store(), key);
            int attempt = requests.asked(page);
            counted = true;
            waitFor(faults.latencyMillis());
            throttle(call.store());
            if (faults.outage()) {
                return unavailable();
            }
            return answer(dialect, call, page, attempt, requestId);
        } catch (RefusedRequest refusal) {
            if (!counted) {
                int unused = requests.asked(page);
            }
            if (refusal.kind() == RefusedRequest.Kind.THROTTLED) {
                requests.wasThrottled(page);
            }
            return dialect.refuse(refusal, faults, requestId);
        } finally {
            if (!page.store().isEmpty()) {
                requests.leaves(page.store(), key);
            }
        }
    }

    /** The id of the key that signed a request; empty where none did. */
    private static String key(ServerRequest request) {
        String authorization = request.header("authorization");
        Matcher key = KEY.matcher(authorization == null ? "" : authorization);
        return key.find() ? key.group(1) : "";
    }

    private ServerResponse answer(Dialect dialect, ApiCall call, PageRequest page, int attempt, String requestId) {
        Fault fault = faults.meets(page, attempt).orElse(null);
        if (fault == Fault.ERROR_500) {
            throw new RefusedRequest(RefusedRequest.Kind.INTERNAL, "An internal error occurred");
        }
        if (fault == Fault.UNAVAILABLE_503) {
            return unavailable();
        }
        if (fault == Fault.BAD_GATEWAY_502) {
            return html(502, "Bad Gateway");
        }
        if (fault == Fault.GATEWAY_TIMEOUT_504) {
            return html(504, "Gateway Timeout");
        }
        ServerResponse answer = stores.answer(dialect, call, requestId);
        return answer.delivered(delivery(fault), () -> requests.wasServed(page));
    }

    private static ServerResponse.Delivery delivery(@Nullable Fault fault) {
        if (fault == null) {
            return ServerResponse.Delivery.WHOLE;
        }
        return switch (fault) {
            case RESET -> ServerResponse.Delivery.RESET;
            case CUT_OFF -> ServerResponse.Delivery.CUT_OFF;
            case RESET_MID_BODY -> ServerResponse.Delivery.RESET_MID_BODY;
            case HALF_JSON -> ServerResponse.Delivery.HALF;
            case SLOW -> ServerResponse.Delivery.SLOW;
            case HANG -> ServerResponse.Delivery.HANG;
            case DRIP -> ServerResponse.Delivery.DRIP;
            default -> ServerResponse.Delivery.WHOLE;
        };
    }

    private static ServerResponse html(int status, String reason) {
        String html = "<!DOCTYPE html><html><head><title>" + status + " " + reason + "</title></head></html>";
        return new ServerResponse(status, Map.of("Content-Type", "text/html"), html);
    }

    private ServerResponse unavailable() {
        String html = "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>";
        int delay = faults.retryAfterSeconds();
        Map<String, String> headers = delay > 0
                ? Map.of("Content-Type", "text/html", "Retry-After", Integer.toString(delay))
                : Map.of("Content-Type", "text/html");
        return new ServerResponse(503, headers, html);
    }

    private void throttle(String store) {
        RateLimit limit = faults.rateLimit();
        if (faults.throttlingStorm() || (limit != null && !buckets.take(store, limit))) {
            throw new RefusedRequest(RefusedRequest.Kind.THROTTLED, "Rate exceeded");
        }
    }

    private void waitFor(int millis) {
        try {
            if (millis > 0 && closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new RefusedRequest(RefusedRequest.Kind.INTERNAL, "the sandbox ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts off all connections. */
    @Override
    public void close() {
        closing.countDown();
        server.close();
    }
}
