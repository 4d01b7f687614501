package dev.rollcall.notice;

import dev.rollcall.source.NoticeSettings.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A notice as an event of CloudEvents 1.0, in the structured form of its JSON format. */
final class CloudEvent {
    /** Escapes all that is not ASCII, since PostgreSQL stores neither U+0000 nor lone surrogates. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CloudEvent() {}

    static String of(NoticeContent content) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", UUID.randomUUID().toString());
        event.put("source", "/rollcall/" + content.source());
        event.put("type", type(content.kind()));
        if (content.snapshot() != null) {
            event.put("subject", content.snapshot().toString());
        }
        event.put("time", content.at().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", JSON.readTree(content.data()));
        return JSON.writeValueAsString(event);
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case PUBLISHED -> "dev.rollcall.snapshot.published";
            case GUARDED -> "dev.rollcall.snapshot.guarded";
            case FAILED -> "dev.rollcall.run.failed";
        };
    }
}
