package dev.rollcall.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

    private final Faults faults = new Faults();
    private final RequestLog requests = new RequestLog();
    private final MarkerCodec marks = new MarkerCodec();
    private final Buckets buckets = new Buckets();
    private final StoreService library = new StoreService(marks, faults);
    private final Control control = new Control(this);
    private final AtomicLong requestIds = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Dialect aws;
    private final Dialect huawei;
    private final HttpServer server;

    private Sandbox(SandboxOptions options) {
        Keys keys = new Keys(options.keys(), faults);
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

    /** Serves {@code directory} as the store of that id, in place of what was served as that before. */
    public Sandbox addStore(String storeId, SandboxDirectory directory) {
        library.add(storeId, directory);
        return this;
    }

    /** The settings of what goes wrong; changes count at once. */
    public Faults faults() {
        return faults;
    }

    public RequestLog requests() {
        return requests;
    }

    /** Markers issued until now are refused from now on. */
    public void expireMarkers() {
        marks.expireAll();
    }

    SandboxDirectory store(String id) {
        return library.store(id);
    }

    void join() throws InterruptedException {
        server.join();
    }

    private HttpAnswer answer(HttpCall call) {
        if (call.path().startsWith("/control/")) {
            return control.answer(call);
        }
        requests.begins();
        try {
            Dialect dialect = call.header("x-amz-target") == null ? huawei : aws;
            return answer(dialect, call, new UUID(0x5a4d_0000_0000_4000L, requestIds.incrementAndGet()).toString());
        } finally {
            requests.ends();
        }
    }

    private HttpAnswer answer(Dialect dialect, HttpCall call, String requestId) {
        PageRequest page = new PageRequest("", dialect.operation(call), null, null);
        boolean counted = false;
        try {
            dialect.authenticate(call);
            Question question = dialect.question(call);
            page = PageRequest.of(question);
            int attempt = requests.asked(page);
            counted = true;
            waitFor(faults.latencyMillis());
            throttle(question.store());
            return answer(dialect, question, page, attempt, requestId);
        } catch (Refusal refusal) {
            if (!counted) {
                int unused = requests.asked(page);
            }
            if (refusal.kind() == Refusal.Kind.THROTTLED) {
                requests.wasThrottled(page);
            }
            return dialect.refuse(refusal, faults, requestId);
        }
    }

    private HttpAnswer answer(Dialect dialect, Question question, PageRequest page, int attempt, String requestId) {
        Fault fault = faults.meets(page, attempt).orElse(null);
        if (fault == Fault.ERROR_500) {
            throw new Refusal(Refusal.Kind.INTERNAL, "An internal error occurred");
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
        HttpAnswer answer = library.answer(dialect, question, requestId);
        return answer.delivered(delivery(fault), () -> requests.wasServed(page));
    }

    private static HttpAnswer.Delivery delivery(@Nullable Fault fault) {
        if (fault == null) {
            return HttpAnswer.Delivery.WHOLE;
        }
        return switch (fault) {
            case RESET -> HttpAnswer.Delivery.RESET;
            case CUT_OFF -> HttpAnswer.Delivery.CUT_OFF;
            case RESET_MID_BODY -> HttpAnswer.Delivery.RESET_MID_BODY;
            case HALF_JSON -> HttpAnswer.Delivery.HALF;
            case SLOW -> HttpAnswer.Delivery.SLOW;
            case HANG -> HttpAnswer.Delivery.HANG;
            default -> HttpAnswer.Delivery.WHOLE;
        };
    }

    private static HttpAnswer html(int status, String reason) {
        String html = "<!DOCTYPE html><html><head><title>" + status + " " + reason + "</title></head></html>";
        return new HttpAnswer(status, Map.of("Content-Type", "text/html"), html);
    }

    private HttpAnswer unavailable() {
        String html = "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>";
        int delay = faults.retryAfterSeconds();
        Map<String, String> headers = delay > 0
                ? Map.of("Content-Type", "text/html", "Retry-After", Integer.toString(delay))
                : Map.of("Content-Type", "text/html");
        return new HttpAnswer(503, headers, html);
    }

    private void throttle(String store) {
        RateLimit limit = faults.rateLimit();
        if (faults.throttlingStorm() || (limit != null && !buckets.take(store, limit))) {
            throw new Refusal(Refusal.Kind.THROTTLED, "Rate exceeded");
        }
    }

    private void waitFor(int millis) {
        try {
            if (millis > 0 && closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new Refusal(Refusal.Kind.INTERNAL, "the sandbox ends");
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
