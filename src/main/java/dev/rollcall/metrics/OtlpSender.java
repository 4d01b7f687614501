package dev.rollcall.metrics;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.directory.wire.HttpClients;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.NetworkException;
import dev.rollcall.directory.wire.ProxySettings;
import dev.rollcall.directory.wire.TrustedAuthorities;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends metrics to a collector, by the proxies and with the authorities that the environment names. A collector that does
 * not take them costs one line in the log until it takes some again, and no request more than its timeout, looking the
 * host up included: OkHttp can't end that, so it sends in a thread that this one waits for.
 */
final class OtlpSender implements OtlpMetricsSender, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OtlpSender.class);
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
    private static final String SETTING = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private final OtlpSettings settings;
    private final ProxySettings proxies;
    private final OkHttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("otlp-sender"));
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long deadline = Long.MAX_VALUE;

    /** @throws ConfigurationException when the environment's proxy or authorities can't be used */
    OtlpSender(OtlpSettings settings, Network network) {
        this.settings = settings;
        proxies = network.proxies();
        OtlpSettings.Certificate certificate = settings.certificate();
        TrustedAuthorities trusted = certificate == null
                ? network.trusted()
                : network.trusted().and(certificate.variable(), certificate.file());
        client = HttpClients.configure(new OkHttpClient.Builder(), proxies, trusted)
                .connectTimeout(Duration.ZERO)
                .build();
    }

    /** All that is sent from now on takes no longer than this, together. */
    void endWithin(Duration atMost) {
        deadline = System.nanoTime() + atMost.toNanos();
    }

    /** Never throws: that metrics are lost is no failure of whoever they are about. */
    @Override
    public void send(Request metrics) {
        okhttp3.Request.Builder request = new okhttp3.Request.Builder()
                .url(settings.endpoint().toString())
                .header("User-Agent", "Rollcall")
                .post(RequestBody.create(metrics.getMetricsData(), PROTOBUF));
        metrics.getHeaders().forEach(request::header);
        Call call = client.newCall(request.build());
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> status(call), threads);
        long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
        long nanos = Math.max(0, Math.min(settings.timeout().toNanos(), left));
        try {
            int status = answer.get(nanos, TimeUnit.NANOSECONDS);
            if (status < 200 || status >= 300) {
                lost(address() + " answered HTTP " + status);
            } else if (failing.getAndSet(false)) {
                log.info("metrics are sent again");
            }
        } catch (TimeoutException e) {
            call.cancel();
            lost(described(new InterruptedIOException("timeout")));
        } catch (ExecutionException e) {
            lost(described(e.getCause() instanceof SendException failed ? failed.failure() : e));
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
        }
    }

    private static int status(Call call) {
        // The body is not read, which may never end.
        try (Response response = call.execute()) {
            if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
                throw new IOException("407 Proxy Authentication Required");
            }
            return response.code();
        } catch (IOException e) {
            throw new SendException(e);
        }
    }

    private String described(Throwable failed) {
        return NetworkException.of(
                        failed,
                        settings.endpoint(),
                        proxies,
                        SETTING,
                        settings.timeout().toMillis() / 1_000.0 + " s")
                .getMessage();
    }

    private void lost(String why) {
        if (!failing.getAndSet(true)) {
            log.warn("metrics can't be sent: {}", why);
        } else {
            log.debug("metrics still can't be sent: {}", why);
        }
    }

    private String address() {
        int port = settings.endpoint().getPort();
        return settings.endpoint().getHost() + (port < 0 ? "" : ":" + port);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.connectionPool().evictAll();
    }

    private static final class SendException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SendException(IOException failure) {
            super(failure);
        }

        Throwable failure() {
            return Objects.requireNonNull(getCause());
        }
    }
}
