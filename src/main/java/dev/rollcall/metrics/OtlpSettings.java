package dev.rollcall.metrics;

import dev.rollcall.directory.ConfigurationException;
import io.micrometer.registry.otlp.AggregationTemporality;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics go and how, as OpenTelemetry's own variables say.
 *
 * @param headers of each request; may hold secrets
 * @param certificate the variable that names a PEM file, and the file; null where none does
 * @param timeout of a request
 * @param interval between two of them
 * @param resource what the process says of itself
 */
record OtlpSettings(
        URI endpoint,
        Map<String, String> headers,
        @Nullable Certificate certificate,
        Duration timeout,
        Duration interval,
        AggregationTemporality temporality,
        Map<String, String> resource) {
    /** Whatever the environment says: a run does not wait any longer for whoever takes its metrics. */
    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(1);

    private static final String EXPORTER = "OTEL_EXPORTER_OTLP_";
    private static final String PATH = "v1/metrics";
    private static final String SERVICE = "service.name";
    private static final String INSTANCE = "service.instance.id";

    /** A file of authorities that vouch for the collector besides all others. */
    record Certificate(String variable, Path file) {}

    /**
     * Empty where no endpoint is set, or metrics are switched off.
     *
     * @param environment no value is empty
     * @throws ConfigurationException when a value can't be used, or is not supported; names the variable and no secret
     */
    static Optional<OtlpSettings> from(Map<String, String> environment, String version) {
        Variables variables = new Variables(environment);
        Named endpoint = variables.exporter("ENDPOINT");
        if (endpoint == null
                || "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
                || "none".equals(environment.get("OTEL_METRICS_EXPORTER"))) {
            return Optional.empty();
        }
        Named protocol = variables.exporter("PROTOCOL");
        if (protocol != null && !protocol.value().equals("http/protobuf")) {
            throw new ConfigurationException(protocol.name() + ": expected http/protobuf, which alone is spoken here");
        }
        Named certificate = variables.exporter("CERTIFICATE");
        return Optional.of(new OtlpSettings(
                endpoint(endpoint),
                headers(environment),
                certificate == null ? null : new Certificate(certificate.name(), Path.of(certificate.value())),
                shorter(variables.millis(variables.exporter("TIMEOUT"), LONGEST_TIMEOUT)),
                variables.millis(variables.named("OTEL_METRIC_EXPORT_INTERVAL"), Duration.ofMinutes(1)),
                temporality(variables.named(EXPORTER + "METRICS_TEMPORALITY_PREFERENCE")),
                resource(environment, version)));
    }

    /** The metrics' own is taken as it is; the common one is the base of all signals. */
    private static URI endpoint(Named given) {
        try {
            URI uri = new URI(given.value());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null || HttpUrl.parse(given.value()) == null) {
                throw new ConfigurationException(given.name() + ": expected http://HOST:PORT or https://HOST:PORT");
            }
            if (given.name().contains("_METRICS_")) {
                return uri;
            }
            String base = given.value();
            return new URI(base.endsWith("/") ? base + PATH : base + "/" + PATH);
        } catch (URISyntaxException e) {
            throw new ConfigurationException(given.name() + ": is no URL");
        }
    }

    private static Map<String, String> headers(Map<String, String> environment) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : new String[] {EXPORTER + "HEADERS", EXPORTER + "METRICS_HEADERS"}) {
            headers.putAll(pairs(name, environment.get(name)));
            try {
                Headers unused = Headers.of(headers);
            } catch (IllegalArgumentException e) {
                // Its message may hold the value.
                throw new ConfigurationException(name + ": a name or a value has characters that no header may have");
            }
        }
        return headers;
    }

    private static Map<String, String> resource(Map<String, String> environment, String version) {
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put(SERVICE, "rollcall");
        resource.put("service.version", version);
        // Two processes that sync different sources are not one.
        resource.put(INSTANCE, UUID.randomUUID().toString());
        resource.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES", environment.get("OTEL_RESOURCE_ATTRIBUTES")));
        String service = environment.get("OTEL_SERVICE_NAME");
        if (service != null) {
            resource.put(SERVICE, service);
        }
        return resource;
    }

    /** A list as W3C Baggage writes it: values are percent-encoded. */
    private static Map<String, String> pairs(String name, @Nullable String list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list == null ? new String[0] : list.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals < 1) {
                throw new ConfigurationException(name + ": expected KEY=VALUE, KEY=VALUE, …");
            }
            try {
                pairs.put(
                        pair.substring(0, equals).strip(),
                        URLDecoder.decode(
                                pair.substring(equals + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(name + ": a value is not percent-encoded: write % as %25");
            }
        }
        return pairs;
    }

    private static AggregationTemporality temporality(@Nullable Named preference) {
        if (preference == null) {
            return AggregationTemporality.CUMULATIVE;
        }
        return switch (preference.value().toLowerCase(Locale.ROOT)) {
            case "cumulative" -> AggregationTemporality.CUMULATIVE;
            case "delta", "lowmemory" -> AggregationTemporality.DELTA;
            default ->
                throw new ConfigurationException(preference.name() + ": expected cumulative, delta or lowmemory");
        };
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST_TIMEOUT) < 0 ? timeout : LONGEST_TIMEOUT;
    }

    /** A variable that is set. */
    private record Named(String name, String value) {}

    private record Variables(Map<String, String> environment) {
        @Nullable
        Named named(String name) {
            String value = environment.get(name);
            return value == null ? null : new Named(name, value);
        }

        /** That of metrics, else that of all signals. */
        @Nullable
        Named exporter(String name) {
            Named ofMetrics = named(EXPORTER + "METRICS_" + name);
            return ofMetrics == null ? named(EXPORTER + name) : ofMetrics;
        }

        Duration millis(@Nullable Named given, Duration otherwise) {
            if (given == null) {
                return otherwise;
            }
            try {
                long millis = Long.parseLong(given.value());
                if (millis > 0) {
                    return Duration.ofMillis(millis);
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new ConfigurationException(given.name() + ": expected a number of milliseconds");
        }
    }
}
