package dev.rollcall.notice;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.directory.wire.HttpClients;
import dev.rollcall.directory.wire.HttpTime;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.NetworkException;
import dev.rollcall.directory.wire.ProxySettings;
import dev.rollcall.directory.wire.TrustedAuthorities;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Format;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * One source's webhook, asked by the proxies and with the authorities that the environment names. An attempt is bounded
 * as a whole, looking the host up included: OkHttp can't end that, so it sends in a thread that this one waits for. Of an
 * answer its status counts; the body is not read, which may never end.
 */
final class Webhook implements AutoCloseable {
    private static final MediaType EVENT = MediaType.get("application/cloudevents+json; charset=utf-8");
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final String SETTING = "notify in the job file";
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    /** Leaves time to try a host's other addresses within one attempt. */
    private static final Duration CONNECT = Duration.ofSeconds(4);

    private final WebhookFiles files;
    private final Format format;
    private final ProxySettings proxies;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("notice"));
    private final OkHttpClient client;
    private final Set<PendingAnswer> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * Reads the settings' files; sends nothing yet.
     *
     * @throws ConfigurationException when a file, or the environment's proxy or authorities, can't be used
     */
    Webhook(NoticeSettings settings, Network network) {
        files = WebhookFiles.read(settings);
        format = settings.format();
        proxies = network.proxies();
        TrustedAuthorities trusted = network.trusted();
        client = HttpClients.configure(new OkHttpClient.Builder(), proxies, trusted)
                .dispatcher(new Dispatcher(threads))
                .connectTimeout(CONNECT)
                .build();
    }

    /** Host and port. */
    String address() {
        return files.address();
    }

    /**
     * Sends a notice once.
     *
     * @param atMost how long that may take
     * @throws UndeliveredException when it was not taken, as far as anybody knows
     * @throws CancellationException when {@link #stop} was called
     */
    void send(Notice notice, Duration atMost) {
        boolean slack = format == Format.SLACK;
        byte[] body = (slack ? SlackMessage.of(notice.summary()) : notice.event()).getBytes(StandardCharsets.UTF_8);
        Request.Builder request = new Request.Builder().post(RequestBody.create(body, slack ? JSON : EVENT));
        String signature = files.signature(body);
        if (signature != null) {
            request.header("X-Rollcall-Signature", signature);
        }
        try (Response response = answer(request, files.url(), atMost)) {
            if (!response.isSuccessful()) {
                throw refused(response);
            }
        }
    }

    /**
     * Asks the webhook's host for its root, and so sends the webhook itself nothing.
     *
     * @throws UndeliveredException when the host can't be reached
     */
    void reach(Duration atMost) {
        answer(new Request.Builder().head(), files.url().resolve("/"), atMost).close();
    }

    private UndeliveredException refused(Response response) {
        int status = response.code();
        String message = address() + " answered HTTP " + status
                + (response.isRedirect() ? ", a redirect, which is not followed: give the new URL" : "");
        Instant now = Instant.now();
        return new UndeliveredException(
                message,
                TRANSIENT.contains(status) || status >= 500,
                HttpTime.delay(response.header("Retry-After"), HttpTime.date(response.header("Date")), now),
                null);
    }

    private Response answer(Request.Builder request, URI url, Duration atMost) {
        Call call = client.newCall(
                request.url(url.toString()).header("User-Agent", "Rollcall").build());
        PendingAnswer answer = new PendingAnswer();
        inFlight.add(answer);
        try {
            if (stopped) {
                throw new CancellationException("the process ends");
            }
            call.timeout().timeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
            call.enqueue(answer);
            Response response = answer.await(atMost, address());
            if (response.code() == HttpURLConnection.HTTP_PROXY_AUTH) {
                response.close();
                throw new IOException("407 Proxy Authentication Required");
            }
            return response;
        } catch (IOException e) {
            NetworkException failed = NetworkException.of(e, url, proxies, SETTING, seconds(atMost));
            throw new UndeliveredException(failed.getMessage(), !failed.isLasting(), null, failed);
        } finally {
            inFlight.remove(answer);
            answer.abandon(call);
        }
    }

    private static String seconds(Duration atMost) {
        return Math.max(1, Math.round(atMost.toMillis() / 1_000.0)) + " s";
    }

    /** Ends what is in flight; nothing is sent any more. */
    void stop() {
        stopped = true;
        inFlight.forEach(answer -> answer.cancel(true));
    }

    @Override
    public void close() {
        threads.shutdown();
        client.connectionPool().evictAll();
    }
}
