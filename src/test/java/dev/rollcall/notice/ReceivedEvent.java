package dev.rollcall.notice;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads events by the CloudEvents SDK, as a receiver would. */
public final class ReceivedEvent {
    private ReceivedEvent() {}

    public static CloudEvent of(String body) {
        return Objects.requireNonNull(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                .deserialize(body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the event carries. */
    public static JsonNode data(CloudEvent event) {
        return JsonMapper.shared()
                .readTree(Objects.requireNonNull(event.getData()).toBytes());
    }
}
