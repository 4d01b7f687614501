package dev.rollcall.sandbox;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives access to the log and the faults over HTTP, for a sandbox that runs as a process of its own:
 *
 * <ul>
 *   <li>{@code GET /control/requests} {@code {total, served, throttled, mostInFlight, pages: [{page: {store, operation,
 *       subject, marker}, asked, served, throttled}]}}; {@code POST /control/requests/clear}
 *   <li>{@code POST /control/faults} with a JSON object of {@link Faults}' fields: those named are replaced; {@code
 *       POST /control/faults/clear}
 *   <li>{@code POST /control/expire-markers}
 *   <li>{@code POST /control/change?store=ID&seed=N}: {@link SandboxDirectory#change}
 * </ul>
 */
final class SandboxControl {
    private static final JsonMapper FIELDS = JsonMapper.builder()
            .changeDefaultVisibility(
                    visibility -> visibility.with(Visibility.NONE).withFieldVisibility(Visibility.ANY))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Sandbox sandbox;

    SandboxControl(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    ServerResponse answer(ServerRequest request) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "GET /control/requests" -> requests();
                case "POST /control/requests/clear" ->
                    done(() -> sandbox.requests().clear());
                case "POST /control/faults" ->
                    done(() -> FIELDS.readerForUpdating(sandbox.faults()).readValue(request.body()));
                case "POST /control/faults/clear" -> done(() -> sandbox.faults().clear());
                case "POST /control/expire-markers" -> done(sandbox::expireMarkers);
                case "POST /control/change" -> done(() -> change(request.parameters()));
                default -> ServerResponse.json(404, "{}");
            };
        } catch (JacksonException | IllegalArgumentException | RefusedRequest e) {
            return ServerResponse.json(400, JsonText.object(out -> out.writeStringProperty("error", e.toString())));
        }
    }

    private static ServerResponse done(Runnable work) {
        work.run();
        return ServerResponse.json(200, "{}");
    }

    private void change(Map<String, String> parameters) {
        sandbox.store(parameters.getOrDefault("store", "")).change(Long.parseLong(parameters.getOrDefault("seed", "")));
    }

    private ServerResponse requests() {
        RequestLog log = sandbox.requests();
        Map<String, Object> summary = Map.of(
                "total", log.total(),
                "served", log.served(),
                "throttled", log.throttled(),
                "mostInFlight", log.mostInFlight(),
                "pages", log.entries());
        return ServerResponse.json(200, JsonText.MAPPER.writeValueAsString(summary));
    }
}
