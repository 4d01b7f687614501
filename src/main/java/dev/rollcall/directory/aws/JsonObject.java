package dev.rollcall.directory.aws;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object whose fields are of the types that the service documents, or else {@link MalformedAnswer}. Unknown
 * fields are ignored; null and absent are the same.
 */
final class JsonObject {
    /** Times are decimal fractions, exactly. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What PostgreSQL reads as Java writes it; beyond, the unit was mistaken. */
    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    /** Of an object that is no item of a list. */
    private static final int NO_ITEM = -1;

    private final JsonNode node;
    private final @Nullable JsonObject parent;
    private final String name;
    private final int item;

    private JsonObject(JsonNode node, @Nullable JsonObject parent, String name, int item) {
        this.node = node;
        this.parent = parent;
        this.name = name;
        this.item = item;
        if (!node.isObject()) {
            throw new MalformedAnswer((parent == null ? "the answer" : path()) + " is not a JSON object");
        }
    }

    static JsonObject parse(byte[] body) {
        try {
            return new JsonObject(JSON.readTree(body), null, "", NO_ITEM);
        } catch (JacksonException notJson) {
            throw new MalformedAnswer("the answer is not JSON: " + notJson.getOriginalMessage());
        }
    }

    @Nullable
    String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw new MalformedAnswer(at(field) + " is not text");
        }
        return value.stringValue();
    }

    /** Text that must be there and not empty. */
    String mandatory(String field) {
        String text = text(field);
        if (text == null || text.isEmpty()) {
            throw new MalformedAnswer(at(field) + " is missing");
        }
        return text;
    }

    boolean isTrue(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            throw new MalformedAnswer(at(field) + " is not true or false");
        }
        return value != null && value.booleanValue();
    }

    /** A time in seconds since 1970, with or without a fraction. */
    @Nullable
    Instant time(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw new MalformedAnswer(at(field) + " is not a time in seconds");
        }
        try {
            BigDecimal seconds = value.decimalValue();
            // Before anything is computed: of 1e999999999 a whole part would be written out.
            if (seconds.precision() - seconds.scale() > 12) {
                throw new MalformedAnswer(at(field) + " is no time");
            }
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole)
                    .movePointRight(9)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            Instant time = Instant.ofEpochSecond(whole.longValueExact(), nanos);
            if (time.isBefore(FIRST_TIME) || !time.isBefore(END_OF_TIME)) {
                throw new MalformedAnswer(at(field) + " is no time");
            }
            return time;
        } catch (JacksonException | ArithmeticException | DateTimeException outOfRange) {
            throw new MalformedAnswer(at(field) + " is no time");
        }
    }

    JsonObject object(String field) {
        JsonNode value = value(field);
        if (value == null) {
            throw new MalformedAnswer(at(field) + " is missing");
        }
        return new JsonObject(value, this, field, NO_ITEM);
    }

    /** A list of objects, empty when absent. */
    <T> List<T> list(String field, Function<JsonObject, T> read) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new MalformedAnswer(at(field) + " is not a list");
        }
        List<T> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(read.apply(new JsonObject(value.get(i), this, field, i)));
        }
        return items;
    }

    /** A list of objects that must be there, and may be empty: without it nobody could tell an empty page. */
    <T> List<T> mandatoryList(String field, Function<JsonObject, T> read) {
        if (value(field) == null) {
            throw new MalformedAnswer(at(field) + " is missing");
        }
        return list(field, read);
    }

    /** The first field that has a value, whatever its type: the variant of a union. */
    Map.Entry<String, String> variant() {
        return node.properties().stream()
                .filter(field -> !field.getValue().isNull() && !field.getKey().isEmpty())
                .map(field -> Map.entry(
                        field.getKey(),
                        field.getValue().isString()
                                ? field.getValue().stringValue()
                                : field.getValue().toString()))
                .filter(field -> !field.getValue().isEmpty())
                .findFirst()
                .orElseThrow(() -> new MalformedAnswer(path() + " is empty"));
    }

    private @Nullable JsonNode value(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private String at(String field) {
        return parent == null ? field : path() + "." + field;
    }

    /** Where the object is in the answer: put together only to be told, as most objects are as documented. */
    private String path() {
        String own = item == NO_ITEM ? name : name + "[" + item + "]";
        return parent == null ? own : parent.at(own);
    }
}
