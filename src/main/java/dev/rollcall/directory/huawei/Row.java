package dev.rollcall.directory.huawei;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of an answer. Fields that nobody asks for are ignored; one that is asked for and is missing or of
 * another type makes the answer malformed.
 */
final class Row {
    /** Names may hold tabs and line breaks, and not every server escapes them; the SDK is as lenient. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    /** What PostgreSQL and people can make sense of; beyond, the unit was mistaken. */
    private static final long FIRST_MILLIS =
            Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

    private static final long LAST_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Asked asked;
    private final Answer answer;
    private final JsonNode node;

    private Row(Asked asked, Answer answer, JsonNode node) {
        this.asked = asked;
        this.answer = answer;
        this.node = node;
    }

    /** The answer's JSON, whatever it is. */
    static JsonNode json(Asked asked, Answer answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (JacksonException e) {
            // Its message may quote the answer, which holds names: keep the place, not the text.
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw asked.malformed(answer, "the answer is not JSON" + place, null);
        }
    }

    /** The object that the answer is. */
    static Row of(Asked asked, Answer answer) {
        return of(asked, answer, json(asked, answer));
    }

    static Row of(Asked asked, Answer answer, JsonNode node) {
        if (!node.isObject()) {
            throw asked.malformed(answer, "the answer has " + kind(node) + " where an object is expected", null);
        }
        return new Row(asked, answer, node);
    }

    String mandatoryText(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw malformed(name + " is missing");
        }
        return text;
    }

    @Nullable
    String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw malformed(name + " is " + kind(value) + ", not text");
        }
        return value.stringValue();
    }

    GroupId groupId() {
        String id = mandatoryText("group_id");
        if (id.length() > GroupId.MAX_LENGTH) {
            throw malformed("group_id is longer than " + GroupId.MAX_LENGTH + " characters");
        }
        return new GroupId(id);
    }

    @Nullable
    Boolean bool(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw malformed(name + " is " + kind(value) + ", not true or false");
        }
        return value.booleanValue();
    }

    /** Milliseconds since 1970, UTC. */
    @Nullable
    Instant time(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        boolean whole = value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
        if (!whole || value.asLong() < FIRST_MILLIS || value.asLong() > LAST_MILLIS) {
            throw malformed(name + " is not a time in milliseconds");
        }
        return Instant.ofEpochMilli(value.asLong());
    }

    Row mandatoryRow(String name) {
        JsonNode value = value(name);
        if (value == null) {
            throw malformed(name + " is missing");
        }
        return of(asked, answer, value);
    }

    List<Row> mandatoryRows(String name) {
        if (value(name) == null) {
            throw malformed(name + " is missing");
        }
        return rows(name);
    }

    /** The objects of an array; none when it is null or absent. */
    List<Row> rows(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw malformed(name + " is " + kind(value) + ", not an array");
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode item : value) {
            rows.add(of(asked, answer, item));
        }
        return rows;
    }

    /** Where a listing goes on: null, absent and empty markers end it. */
    @Nullable
    Marker next() {
        String next = mandatoryRow("page_info").text("next_marker");
        return next == null || next.isEmpty() ? null : new Marker(next);
    }

    /** All fields that are not null, in order. */
    List<Map.Entry<String, JsonNode>> fields() {
        return node.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .toList();
    }

    RuntimeException malformed(String message) {
        return asked.malformed(answer, message, null);
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
