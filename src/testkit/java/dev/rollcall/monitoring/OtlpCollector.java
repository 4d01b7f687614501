package dev.rollcall.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A collector that takes metrics by OTLP, decodes them, and keeps what it got. */
public final class OtlpCollector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /**
     * One request.
     *
     * @param headers their first values, by names in small letters
     */
    public record Received(String path, Map<String, String> headers, ExportMetricsServiceRequest metrics) {
        /** What the sending process says of itself. */
        public Map<String, String> resource() {
            return attributes(metrics.getResourceMetrics(0).getResource().getAttributesList());
        }

        private Stream<Metric> all() {
            return metrics.getResourceMetricsList().stream()
                    .flatMap(resource -> resource.getScopeMetricsList().stream())
                    .flatMap(scope -> scope.getMetricsList().stream());
        }

        /** The metric of a name; fails when it was not sent. */
        public Metric metric(String name) {
            return all().filter(metric -> metric.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " was not sent, but "
                            + all().map(Metric::getName).toList()));
        }

        /** The names of all metrics. */
        public List<String> names() {
            return all().map(Metric::getName).toList();
        }

        /** The values of a gauge, by the attribute {@code source}. */
        public Map<String, Double> gauge(String name) {
            Map<String, Double> values = new TreeMap<>();
            for (NumberDataPoint point : metric(name).getGauge().getDataPointsList()) {
                values.put(attributes(point.getAttributesList()).get("source"), point.getAsDouble());
            }
            return values;
        }

        /** How many measurements a histogram has of an operation and an outcome. */
        public long count(String name, String operation, String outcome) {
            return metric(name).getHistogram().getDataPointsList().stream()
                    .filter(point -> {
                        Map<String, String> attributes = attributes(point.getAttributesList());
                        return operation.equals(attributes.get("operation"))
                                && outcome.equals(attributes.get("outcome"));
                    })
                    .mapToLong(HistogramDataPoint::getCount)
                    .sum();
        }
    }

    private OtlpCollector(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    public static OtlpCollector start() {
        return start(null);
    }

    /** Starts a collector on a free port of the loopback address; {@code tls} is null for none. */
    public static OtlpCollector start(@Nullable SSLContext tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                return new OtlpCollector(HttpServer.create(address, 0));
            }
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new OtlpCollector(secure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers so from now on. */
    public void answer(int with) {
        status = with;
    }

    public URI endpoint() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The last request; fails when there was none. */
    public Received last() {
        if (received.isEmpty()) {
            throw new AssertionError("nothing was sent");
        }
        return received.get(received.size() - 1);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            received.add(new Received(
                    exchange.getRequestURI().getPath(), headers, ExportMetricsServiceRequest.parseFrom(body)));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> values = new TreeMap<>();
        attributes.forEach(
                attribute -> values.put(attribute.getKey(), attribute.getValue().getStringValue()));
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
