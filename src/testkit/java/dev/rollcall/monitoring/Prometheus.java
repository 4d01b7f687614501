package dev.rollcall.monitoring;

import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes a real node_exporter, which reads the {@code .prom} files of a folder. */
public final class Prometheus implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-prometheus");
    private final List<Process> processes = new ArrayList<>();
    private final int port = FreePort.find();

    private Prometheus() {}

    /**
     * Starts both, and returns when Prometheus is ready.
     *
     * @param textfiles the folder
     */
    public static Prometheus start(Path textfiles) {
        Prometheus prometheus = new Prometheus();
        try {
            prometheus.startPrograms(textfiles);
            Awaitility.await("Prometheus").until(prometheus::isReady);
            return prometheus;
        } catch (RuntimeException e) {
            prometheus.close();
            throw e;
        }
    }

    private void startPrograms(Path textfiles) {
        int exporter = FreePort.find();
        run(
                "prometheus-node-exporter",
                "--collector.disable-defaults",
                "--collector.textfile",
                "--collector.textfile.directory=" + textfiles,
                "--web.listen-address=127.0.0.1:" + exporter);
        Path configuration = folder.write("prometheus.yml", """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: node
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                """.formatted(exporter));
        run(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    private void run(String... command) {
        try {
            processes.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(command[0] + ".log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** The series that a query is answered with now; each has {@code metric} and {@code value}. */
    public List<JsonNode> query(String expression) {
        String body = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .body();
        JsonNode answer = JsonMapper.shared().readTree(body);
        if (!answer.path("status").asString().equals("success")) {
            throw new AssertionError(expression + ": " + body);
        }
        return List.copyOf(answer.at("/data/result").values());
    }

    /** The same, once it is as it should be. */
    public List<JsonNode> await(String expression, Predicate<List<JsonNode>> condition) {
        return Awaitility.await(expression).until(() -> query(expression), condition);
    }

    private java.net.http.HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
        folder.close();
    }
}
