package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each fault as a plain HTTP client sees it. */
class FaultsTest {
    private static final String STORE = "d-a1b2c3d4e5";

    private final Sandbox sandbox =
            Sandbox.start().addStore(STORE, SandboxDirectory.generate(2, Shape.small(), Cloud.HUAWEI));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void sandboxWithoutFaultsServesEveryRequest() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(sandbox.requests().served()).isEqualTo(1);
        assertThat(sandbox.requests().mostInFlight()).isEqualTo(1);
    }

    @Test
    void internalErrorIsJson() throws Exception {
        sandbox.faults().share(Fault.ERROR_500, 1);

        assertThat(get().statusCode()).isEqualTo(500);
        assertThat(get().body()).contains("\"error_code\"");
        assertThat(sandbox.requests().served()).isZero();
        assertThat(sandbox.requests().total("ListGroups")).isEqualTo(2);
    }

    @Test
    void proxyAnswersInHtmlAndNamesADelay() throws Exception {
        sandbox.faults().share(Fault.UNAVAILABLE_503, 1).retryAfter(Duration.ofSeconds(3));

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("<html>");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
    }

    @Test
    void connectionIsReset() {
        sandbox.faults().share(Fault.RESET, 1);

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        assertThat(sandbox.requests().served()).isZero();
    }

    @Test
    void bodyIsCutOff() {
        sandbox.faults().share(Fault.CUT_OFF, 1);

        assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining("fixed content-length");
        assertThat(sandbox.requests().served()).isZero();
    }

    @Test
    void slowBodyArrivesInTheEnd() throws Exception {
        sandbox.faults().share(Fault.SLOW, 1);

        assertThat(get().body()).contains("page_info");
    }

    @Test
    void answerNeverComes() {
        sandbox.faults().share(Fault.HANG, 1);

        assertThatThrownBy(this::get).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void answerDripsAndHasNoEnd() throws Exception {
        sandbox.faults().share(Fault.DRIP, 1);

        HttpResponse<InputStream> answer = get(HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(3)).isEqualTo("   ".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(sandbox.requests().served()).isZero();
    }

    @Test
    void shareOfTheRequestsFailsTheSameInEveryRun() throws Exception {
        sandbox.faults().seed(4).share(Fault.ERROR_500, 0.3).share(Fault.UNAVAILABLE_503, 0.2);
        List<Integer> first = statuses(40);
        sandbox.requests().clear();

        assertThat(statuses(40)).isEqualTo(first).contains(200, 500, 503);
        sandbox.faults().clear();
        assertThat(statuses(5)).containsOnly(200);
    }

    private List<Integer> statuses(int requests) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(get().statusCode());
        }
        return statuses;
    }

    @Test
    void stormThrottlesEveryRequest() throws Exception {
        sandbox.faults().throttlingStorm(true).retryAfter(Duration.ofSeconds(2));

        assertThat(get().statusCode()).isEqualTo(429);
        assertThat(get().headers().firstValue("Retry-After")).hasValue("2");
        assertThat(sandbox.requests().throttled()).isEqualTo(2);
    }

    @Test
    void anotherProcessSetsFaultsAndReadsTheLog() throws Exception {
        assertThat(control("faults", "{\"shares\": {\"ERROR_500\": 1.0}, \"latencyMillis\": 1}"))
                .isEqualTo(200);
        assertThat(get().statusCode()).isEqualTo(500);
        assertThat(control("faults", "{\"shares\": {}, \"rateLimit\": {\"rate\": 0.001, \"burst\": 1}}"))
                .isEqualTo(200);
        assertThat(List.of(get().statusCode(), get().statusCode())).containsExactly(200, 429);
        assertThat(control("faults/clear", "")).isEqualTo(200);
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(control("faults", "{\"unheardOf\": 1}")).isEqualTo(400);

        HttpRequest log =
                HttpRequest.newBuilder(resolve("/control/requests")).GET().build();
        JsonNode summary = JsonText.MAPPER.readTree(
                client.send(log, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(summary.get("total").asInt()).isEqualTo(4);
        assertThat(summary.get("served").asInt()).isEqualTo(2);
        assertThat(summary.at("/pages/0/page/operation").asString()).isEqualTo("ListGroups");
    }

    @Test
    void anotherProcessChangesTheDirectoryAndExpiresMarkers() throws Exception {
        String before = get().body();

        assertThat(control("change?store=" + STORE + "&seed=1", "")).isEqualTo(200);
        assertThat(control("expire-markers", "")).isEqualTo(200);
        assertThat(control("change?store=none&seed=1", "")).isEqualTo(400);

        assertThat(get().body()).isNotEqualTo(before);
    }

    private int control(String what, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(resolve("/control/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> get() throws Exception {
        return get(HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> get(HttpResponse.BodyHandler<T> reader) throws Exception {
        String path = "/v1/identity-stores/" + STORE + "/groups";
        var request = com.huaweicloud.sdk.core.http.HttpRequest.newBuilder()
                .withMethod(HttpMethod.GET)
                .withEndpoint(sandbox.endpoint().toString())
                .withPath(path)
                .build();
        Map<String, String> signed =
                AKSKSigner.getInstance().sign(request, HuaweiSdk.credentials(Sandbox.LONG_LIVED_KEY));
        HttpRequest.Builder wire = HttpRequest.newBuilder(resolve(path)).timeout(Duration.ofSeconds(3));
        signed.forEach((name, value) -> {
            if (!name.equals("Host")) {
                wire.header(name, value);
            }
        });
        return client.send(wire.build(), reader);
    }

    private URI resolve(String path) {
        return sandbox.endpoint().resolve(path);
    }
}
