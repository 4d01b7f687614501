package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.TestAuthority;
import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.monitoring.OtlpCollector;
import dev.rollcall.monitoring.OtlpCollector.Received;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.RateLimit;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sync sends by OTLP, as a collector decodes it, and what a collector costs that takes nothing. */
class OtlpTest {
    private static final String DURATION = "rollcall.request.duration";
    private static final Pattern TEXT =
            Pattern.compile("(?m)^(rollcall_\\w+)\\{provider=\"aws\",source=\"acme\"} (\\S+)$");

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(724, Shape.of(6, 60, 20), Cloud.AWS));
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-otlp");

    @AfterEach
    void close() {
        cli.close();
        folder.close();
    }

    @Test
    void syncSendsWhatMetricsPrintsAndHowLongEachRequestTook() {
        try (OtlpCollector collector = OtlpCollector.start()) {
            cli.sandbox().faults().rateLimit(new RateLimit(50, 2));
            sync(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString()))
                    .isDone();

            Received last = collector.last();
            assertThat(last.path()).isEqualTo("/v1/metrics");
            Matcher text = TEXT.matcher(cli.run("metrics").isDone().out());
            Map<String, Map<String, Double>> printed = text.results()
                    .collect(Collectors.toMap(
                            sample -> sample.group(1), sample -> Map.of("acme", Double.valueOf(sample.group(2)))));
            assertThat(last.names().stream()
                            .filter(name -> name.startsWith("rollcall_"))
                            .collect(Collectors.toMap(name -> name, last::gauge)))
                    .isEqualTo(printed);
            long served = cli.sandbox().requests().served("ListGroupMemberships");
            assertThat(last.count(DURATION, "ListGroupMemberships", "ok")).isEqualTo(served);
            assertThat(last.count(DURATION, "ListGroups", "ok")).isPositive();
            assertThat(last.metric(DURATION).getUnit()).isEqualTo("seconds");
            assertThat(last.metric(DURATION).getHistogram().getDataPoints(0).getExplicitBoundsList())
                    .contains(0.005, 1.0, 10.0);
            assertThat(last.metric(DURATION).getHistogram().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        }
    }

    @Test
    void openTelemetrysOwnVariablesCount() {
        try (OtlpCollector collector = OtlpCollector.start()) {
            Map<String, String> variables = Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collector.endpoint() + "/of/my/own",
                    "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20abc,x-tenant=all",
                    "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-tenant=metrics",
                    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta",
                    "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test,service.name=not-this",
                    "OTEL_SERVICE_NAME", "my-rollcall");
            sync(variables).isDone();
            sync(variables).isDone();

            Received last = collector.last();
            assertThat(last.path()).isEqualTo("/of/my/own");
            assertThat(last.headers())
                    .containsEntry("authorization", "Basic abc")
                    .containsEntry("x-tenant", "metrics");
            assertThat(last.resource())
                    .containsEntry("service.name", "my-rollcall")
                    .containsEntry("deployment.environment", "test")
                    .containsKey("service.version");
            assertThat(last.metric(DURATION).getHistogram().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
            assertThat(collector.received().stream()
                            .map(received -> received.resource().get("service.instance.id"))
                            .distinct())
                    .as("an id a process")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_METRICS_EXPORTER, none", "OTEL_EXPORTER_OTLP_ENDPOINT, ''"})
    void nothingIsSentWhereNothingIsToBe(String variable, String value) {
        try (OtlpCollector collector = OtlpCollector.start()) {
            Map<String, String> variables = new HashMap<>();
            variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString());
            variables.put(variable, value);

            assertThat(sync(variables).isDone().err()).doesNotContain("metrics");

            assertThat(collector.received()).isEmpty();
        }
    }

    @Test
    void collectorIsReachedThroughTheProxyWithItsPassword() throws IOException {
        try (OtlpCollector collector = OtlpCollector.start();
                ForwardProxy proxy = ForwardProxy.to(collector.endpoint()).demand("user", "SECRET")) {
            CommandResult ran = sync(Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://collector.company.test:4318",
                    "HTTP_PROXY",
                    "user:SECRET@" + proxy.address()));

            assertThat(ran.isDone().err()).doesNotContain("SECRET", "can't be sent");
            assertThat(collector.received()).isNotEmpty();
            assertThat(proxy.passed()).allSatisfy(target -> assertThat(target).startsWith("collector.company.test"));
        }
    }

    @Test
    void collectorsCertificateIsVouchedForByTheFilesThatTheEnvironmentNames() {
        TestAuthority authority = new TestAuthority();
        String file = authority.write(folder.resolve("ca.pem")).toString();
        try (OtlpCollector collector = OtlpCollector.start(authority.serverContext("127.0.0.1"))) {
            String endpoint = collector.endpoint().toString();

            assertThat(lost(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)))
                    .contains("authority that this host does not trust", "ROLLCALL_CA_FILE");
            assertThat(collector.received()).isEmpty();

            sync(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "ROLLCALL_CA_FILE", file))
                    .isDone();
            assertThat(collector.received()).hasSize(1);

            sync(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_EXPORTER_OTLP_CERTIFICATE", file))
                    .isDone();
            assertThat(collector.received()).hasSize(2);
        }
    }

    @Test
    void collectorThatRefusesCostsOneLine() {
        try (OtlpCollector collector = OtlpCollector.start()) {
            collector.answer(503);

            assertThat(lost(Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString())))
                    .endsWith("metrics can't be sent: 127.0.0.1:"
                            + collector.endpoint().getPort() + " answered HTTP 503");
        }
    }

    @Test
    void collectorThatIsNotThereCostsOneLine() {
        assertThat(lost(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + FreePort.find())))
                .contains("connection refused", "OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    /** Sent to now and then during the run, too. The test ends only if the sync does. */
    @Test
    void collectorThatStaysSilentCostsOneLineAndDoesNotHoldTheEnd() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(lost(Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT",
                            "http://127.0.0.1:" + silent.getLocalPort(),
                            "OTEL_METRIC_EXPORT_INTERVAL",
                            "100")))
                    .contains("127.0.0.1:" + silent.getLocalPort() + " did not answer in full within 1.0 s");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, expected http/protobuf",
        "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318, 'expected http://HOST:PORT'",
        "OTEL_METRIC_EXPORT_INTERVAL, often, expected a number of milliseconds",
        "OTEL_EXPORTER_OTLP_HEADERS, SECRET, 'expected KEY=VALUE'"
    })
    void whatIsNotSupportedCostsOneLineAndNoRun(String variable, String value, String expected) {
        Map<String, String> variables = new HashMap<>();
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
        variables.put(variable, value);

        List<String> lines = sync(variables)
                .isDone()
                .err()
                .lines()
                .filter(line -> line.contains(" WARN "))
                .toList();

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("metrics are not sent: " + variable, expected)
                        .doesNotContain("SECRET"));
    }

    /** The one line that a collector which takes nothing costs. */
    private String lost(Map<String, String> variables) {
        CommandResult ran = sync(variables).isDone();
        assertThat(ran.out()).contains("acme: published snapshot");
        List<String> lines =
                ran.err().lines().filter(line -> !line.contains(" INFO ")).toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private CommandResult sync(Map<String, String> variables) {
        return ProgramCommand.java(folder.path())
                .with(cli.environment())
                .with(variables)
                .run("sync", "acme");
    }
}
