package dev.rollcall.bench;

import dev.rollcall.machine.JavaCommand;
import dev.rollcall.sandbox.AccessKey;
import dev.rollcall.sandbox.PreparedSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The prepared sandbox in a process of its own, and requests to control it. */
final class ProviderProcess implements AutoCloseable {
    /** The provider checks no signature, but clients need a key to sign with. */
    static final AccessKey KEY = new AccessKey("AKIABENCHMARK0000001", "secret-of-the-benchmark", null);

    private static final double MICROS = 1e6;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI endpoint;

    private ProviderProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static ProviderProcess start(List<PreparedDirectory> stores, Path log) {
        List<String> command = new ArrayList<>(JavaCommand.withOptions("-Xmx512m", "-XX:+UseSerialGC"));
        command.add(PreparedSandbox.class.getName());
        command.add("100");
        stores.forEach(store -> command.add(store.id() + "=" + store.file()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String endpoint = output.readLine();
            if (endpoint == null) {
                throw new IllegalStateException("the provider did not start: see " + log);
            }
            return new ProviderProcess(process, URI.create(endpoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** Resets the counters. */
    void start(RollcallProcess.Conditions conditions) {
        ask(
                "POST",
                "/control/start?latency=%d&rate=%s&burst=%d"
                        .formatted(conditions.latency().toMillis(), conditions.rate(), conditions.burst()));
    }

    void permit(double rate) {
        ask("POST", "/control/rate?rate=" + rate);
    }

    /** Lets every nth member leave and join again. */
    void rejoin(PreparedDirectory store, int every) {
        ask("POST", "/control/rejoin?store=" + store.id() + "&every=" + every);
    }

    Traffic traffic() {
        JsonNode seen = ask("GET", "/control/traffic");
        return new Traffic(
                seen.path("requests").asLong(),
                seen.path("served").asLong(),
                seen.path("throttled").asLong(),
                seen.path("mostInFlight").asInt(),
                seen.path("firstMicros").asLong(),
                seen.path("elapsedMicros").asLong() / MICROS,
                seen.path("cpuMicros").asLong() / MICROS);
    }

    /** When each answer was sent, in seconds since the first request. */
    double[] served() {
        JsonNode served = ask("GET", "/control/served").path("served");
        double[] seconds = new double[served.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = served.path(i).asLong() / MICROS;
        }
        return seconds;
    }

    private JsonNode ask(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " is answered with " + response.statusCode());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
