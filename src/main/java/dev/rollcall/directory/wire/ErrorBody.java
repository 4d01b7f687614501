package dev.rollcall.directory.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of an error, read as far as it goes: it may be JSON of any shape, cut off, a proxy's page, or empty. */
public final class ErrorBody {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JsonNode node;

    private ErrorBody(JsonNode node) {
        this.node = node;
    }

    public static ErrorBody of(byte[] body) {
        try {
            return new ErrorBody(MAPPER.readTree(body));
        } catch (JacksonException notJson) {
            return new ErrorBody(MAPPER.missingNode());
        }
    }

    public boolean isJson() {
        return !node.isMissingNode();
    }

    /** The first of these fields that holds text, a number or a boolean, as text; null when none does. */
    public @Nullable String text(String... fields) {
        for (String field : fields) {
            JsonNode value = node.path(field);
            if (value.isValueNode() && !value.isNull() && !value.asString().isEmpty()) {
                return value.asString();
            }
        }
        return null;
    }

    /** The object in a field; this one where the field holds none. */
    public ErrorBody within(String field) {
        return node.path(field).isObject() ? new ErrorBody(node.path(field)) : this;
    }
}
