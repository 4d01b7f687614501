package dev.rollcall.sandbox;

import com.sun.management.OperatingSystemMXBean;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.PreparedConnection.Request;
import dev.rollcall.sandbox.PreparedConnection.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers AWS's listings from files prepared beforehand, with hardly any work of its own, so that its
 * clients can be measured. It checks no signature. Requests to control it:
 *
 * <ul>
 *   <li>{@code POST /control/start?latency=MILLIS&rate=PER_SECOND&burst=TOKENS}: resets the counters; a rate of 0 is no
 *       limit, else a bucket of so many tokens, {@value #BURST} unless told, gains so many a second
 *   <li>{@code POST /control/rate?rate=PER_SECOND&burst=TOKENS}: another rate from now on
 *   <li>{@code POST /control/rejoin?store=ID&every=N}: every Nth membership gets another id
 *   <li>{@code GET /control/traffic}: requests, refusals and times since the start, and this process's CPU time
 *   <li>{@code GET /control/served}: when each answer was out
 * </ul>
 */
public final class PreparedSandbox implements AutoCloseable {
    private static final int BURST = 5;

    private static final byte[] THROTTLED = PageFile.refusal(RefusedRequest.Kind.THROTTLED, "Rate exceeded");
    private static final byte[] INVALID = PageFile.refusal(RefusedRequest.Kind.INVALID, "nothing is prepared for that");

    private final int pageSize;
    private final Map<String, PreparedStore> stores = new ConcurrentHashMap<>();
    private final TrafficCounter traffic = new TrafficCounter();
    private final RateLimiter buckets = new RateLimiter();
    private final ServerSocketChannel listener;
    private volatile long latencyNanos;
    private volatile @Nullable RateLimit limit;

    private PreparedSandbox(int pageSize) throws IOException {
        this.pageSize = pageSize;
        this.listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        thread(this::accept).start();
    }

    /** Starts on any free port. */
    public static PreparedSandbox start(int pageSize) {
        try {
            return new PreparedSandbox(pageSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs as a process of its own until its standard input ends. Prints its endpoint as its first line.
     *
     * @param args the page size, then {@code ID=FILE} for each store
     */
    public static void main(String[] args) throws IOException {
        try (PreparedSandbox sandbox = start(Integer.parseInt(args[0]))) {
            for (int i = 1; i < args.length; i++) {
                String[] store = args[i].split("=", 2);
                sandbox.serve(store[0], Path.of(store[1]));
            }
            System.out.println(sandbox.endpoint());
            while (System.in.read() >= 0) {
                // the parent process writes nothing; its end closes the stream
            }
        }
    }

    /** Renders a directory into a file, unless that is there already. Returns the number of its pages. */
    public static int prepare(Path file, String store, Shape shape, long seed, int pageSize) {
        PageFile pages = new PageFile(file);
        if (!pages.isThere()) {
            pages.write(store, SandboxDirectory.generate(seed, shape), pageSize);
        }
        return pages.open().pages();
    }

    public PreparedSandbox serve(String store, Path file) {
        stores.put(store, new PageFile(file).open());
        return this;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.socket().getLocalPort());
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                thread(() -> serve(channel)).start();
            } catch (IOException e) {
                if (listener.isOpen()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            new PreparedConnection(channel).serve(this::answer);
        } catch (IOException e) {
            traffic.brokenOff(); // the client has hung up, so there is nobody to answer
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "prepared-sandbox");
        thread.setDaemon(true);
        return thread;
    }

    private Response answer(Request request) {
        if (request.head().contains(" /control/")) {
            return new Response(ByteBuffer.wrap(PageFile.onTheWire(control(request.head()))), () -> {});
        }
        long received = System.nanoTime();
        traffic.received(received);
        PreparedStore store = stores.get(value(request.body(), "IdentityStoreId"));
        ByteBuffer page = store == null ? null : page(store, request);
        sleepUntil(received + latencyNanos);
        if (page == null) {
            return new Response(ByteBuffer.wrap(INVALID), () -> traffic.refused(false));
        }
        RateLimit most = limit;
        if (most != null && !buckets.take("", most)) {
            return new Response(ByteBuffer.wrap(THROTTLED), () -> traffic.refused(true));
        }
        return new Response(page, () -> traffic.served(System.nanoTime()));
    }

    private @Nullable ByteBuffer page(PreparedStore store, Request request) {
        String size = number(request.body(), "MaxResults");
        if (!size.isEmpty() && Integer.parseInt(size) != pageSize) {
            return null;
        }
        String marker = value(request.body(), "NextToken");
        if (!marker.isEmpty()) {
            int page = Integer.parseInt(marker);
            return store.has(page) ? store.page(page) : null;
        }
        String listing = request.head().contains("listgroupmemberships")
                ? value(request.body(), "GroupId")
                : request.head().contains("listusers") ? PreparedStore.USERS : PreparedStore.GROUPS;
        return store.has(listing) ? store.first(listing) : null;
    }

    /** The text of a field of a flat JSON object; empty when it has none. */
    private static String value(String json, String name) {
        int colon = afterName(json, name);
        if (colon < 0) {
            return "";
        }
        int from = json.indexOf('"', colon) + 1;
        return json.substring(from, json.indexOf('"', from));
    }

    private static String number(String json, String name) {
        int from = afterName(json, name);
        if (from < 0) {
            return "";
        }
        int to = from;
        while (json.charAt(to) != ',' && json.charAt(to) != '}') {
            to++;
        }
        return json.substring(from, to).strip();
    }

    private static int afterName(String json, String name) {
        int at = json.indexOf('"' + name + '"');
        return at < 0 ? -1 : json.indexOf(':', at) + 1;
    }

    private static void sleepUntil(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private ServerResponse control(String head) {
        String[] line = head.substring(0, head.indexOf('\r')).split(" ", -1);
        URI asked = URI.create(line[1]);
        Map<String, String> parameters = new ServerRequest(
                        line[0], asked.getPath(), asked.getQuery() == null ? "" : asked.getQuery(), Map.of(), "")
                .parameters();
        return switch (asked.getPath()) {
            case "/control/start" -> {
                latencyNanos = Long.parseLong(parameters.getOrDefault("latency", "0")) * 1_000_000;
                rate(parameters);
                traffic.start();
                yield ServerResponse.json(200, "{}");
            }
            case "/control/rate" -> {
                rate(parameters);
                yield ServerResponse.json(200, "{}");
            }
            case "/control/rejoin" -> rejoin(parameters);
            case "/control/traffic" -> ServerResponse.json(200, traffic.json(cpuNanos()));
            case "/control/served" -> ServerResponse.json(200, traffic.served());
            default -> ServerResponse.json(404, "{}");
        };
    }

    private void rate(Map<String, String> parameters) {
        double rate = Double.parseDouble(parameters.getOrDefault("rate", "0"));
        int burst = Integer.parseInt(parameters.getOrDefault("burst", "" + BURST));
        limit = rate > 0 ? new RateLimit(rate, burst) : null;
    }

    private ServerResponse rejoin(Map<String, String> parameters) {
        PreparedStore store = stores.get(parameters.getOrDefault("store", ""));
        if (store == null) {
            return ServerResponse.json(404, "{}");
        }
        int changed = store.rejoin(Integer.parseInt(parameters.getOrDefault("every", "100")));
        return ServerResponse.json(200, JsonText.object(out -> out.writeNumberProperty("changed", changed)));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
