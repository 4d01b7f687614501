package dev.rollcall.sandbox;

import java.io.StringWriter;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON as the providers do: what is null is left out. */
final class JsonText {
    static final JsonMapper MAPPER = JsonMapper.shared();

    private JsonText() {}

    /** An object whose fields {@code fields} writes. */
    static String object(Consumer<JsonGenerator> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = MAPPER.createGenerator(text)) {
            out.writeStartObject();
            fields.accept(out);
            out.writeEndObject();
        }
        return withLoneSurrogatesEscaped(text.toString());
    }

    /** UTF-8 has no lone surrogates, but JSON has an escape for them. */
    private static String withLoneSurrogatesEscaped(String json) {
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escaped.append("\\u%04x".formatted(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    static <T> void array(JsonGenerator out, String name, Collection<T> rows, BiConsumer<JsonGenerator, T> fields) {
        out.writeName(name);
        array(out, rows, fields);
    }

    static <T> void array(JsonGenerator out, Collection<T> rows, BiConsumer<JsonGenerator, T> fields) {
        out.writeStartArray();
        for (T row : rows) {
            out.writeStartObject();
            fields.accept(out, row);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }
}
