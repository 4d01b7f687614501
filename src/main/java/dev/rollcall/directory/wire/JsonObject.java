package dev.rollcall.directory.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object whose fields have the types that the provider documents; every method throws {@link
 * MalformedBodyException} where they do not. Fields that nobody asks for are ignored; null and absent are the same.
 */
public final class JsonObject {
    /** The number of an object that is not in a list. */
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
            throw new MalformedBodyException(
                    (parent == null ? "the response" : path()) + " is " + type(node) + ", not an object");
        }
    }

    /** The object that a body is. */
    public static JsonObject parse(byte[] body, JsonMapper mapper) {
        return of(tree(body, mapper));
    }

    /** The object that a body is. */
    public static JsonObject of(JsonNode body) {
        return new JsonObject(body, null, "", NO_ITEM);
    }

    /** A body's JSON, of any type. */
    public static JsonNode tree(byte[] body, JsonMapper mapper) {
        try {
            return mapper.readTree(body);
        } catch (JacksonException notJson) {
            // Its message may quote the body, which holds names.
            String place = notJson.getLocation() == null
                    ? ""
                    : " at line " + notJson.getLocation().getLineNr() + ", column "
                            + notJson.getLocation().getColumnNr();
            throw new MalformedBodyException("the response is not JSON" + place);
        }
    }

    public @Nullable String text(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isString()) {
            throw unexpected(field, value, "text");
        }
        return value == null ? null : value.stringValue();
    }

    /** Text that is there and not empty. */
    public String mandatoryText(String field) {
        String text = text(field);
        if (text == null || text.isEmpty()) {
            throw malformed(field, "is missing");
        }
        return text;
    }

    public @Nullable Boolean bool(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            throw unexpected(field, value, "true or false");
        }
        return value == null ? null : (Boolean) value.booleanValue();
    }

    /** A time in seconds since 1970, with or without a fraction, which is exact where the mapper reads decimals so. */
    public @Nullable Instant seconds(String field) {
        return time(field, 0, "seconds");
    }

    /** A time in whole milliseconds since 1970. */
    public @Nullable Instant milliseconds(String field) {
        JsonNode value = value(field);
        if (value != null && value.isNumber() && !value.canConvertToExactIntegral()) {
            throw malformed(field, "is not a time in milliseconds");
        }
        return time(field, 3, "milliseconds");
    }

    private @Nullable Instant time(String field, int decimals, String unit) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        Instant time = value.isNumber() ? EpochTime.of(value, decimals) : null;
        if (time == null) {
            throw malformed(field, "is not a time in " + unit);
        }
        return time;
    }

    /** An object that is there. */
    public JsonObject object(String field) {
        JsonNode value = value(field);
        if (value == null) {
            throw malformed(field, "is missing");
        }
        return new JsonObject(value, this, field, NO_ITEM);
    }

    /** The objects of a list, none when it is absent. */
    public <T> List<T> list(String field, Function<JsonObject, T> read) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw unexpected(field, value, "a list");
        }
        List<T> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(read.apply(new JsonObject(value.get(i), this, field, i)));
        }
        return items;
    }

    /** The objects of a list that is there; an absent one could not be told from an empty page. */
    public <T> List<T> mandatoryList(String field, Function<JsonObject, T> read) {
        if (value(field) == null) {
            throw malformed(field, "is missing");
        }
        return list(field, read);
    }

    /** The objects of a page's list, whose key has to be there. Null is an empty list, as some serializers write it. */
    public <T> List<T> pageList(String field, Function<JsonObject, T> read) {
        if (!node.has(field)) {
            throw malformed(field, "is missing");
        }
        return list(field, read);
    }

    /** A whole number; null when absent. */
    public @Nullable Long number(String field) {
        JsonNode value = value(field);
        if (value != null && !(value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong())) {
            throw unexpected(field, value, "a whole number");
        }
        return value == null ? null : (Long) value.longValue();
    }

    /** The first field that has a name and a value, whatever its type: the variant of a union. */
    public Map.Entry<String, String> variant() {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            String text = value.isString() ? value.stringValue() : value.toString();
            if (!value.isNull() && !field.getKey().isEmpty() && !text.isEmpty()) {
                return Map.entry(field.getKey(), text);
            }
        }
        throw new MalformedBodyException(path() + " is empty");
    }

    /** What is wrong with a field. */
    public MalformedBodyException malformed(String field, String problem) {
        return new MalformedBodyException(at(field) + " " + problem);
    }

    private MalformedBodyException unexpected(String field, JsonNode value, String expected) {
        return malformed(field, "is " + type(value) + ", not " + expected);
    }

    private @Nullable JsonNode value(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private String at(String field) {
        return parent == null ? field : path() + "." + field;
    }

    /** Where the object is in the body; computed for messages alone, since most objects are as documented. */
    private String path() {
        String own = item == NO_ITEM ? name : name + "[" + item + "]";
        return parent == null ? own : parent.at(own);
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING, BINARY -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
