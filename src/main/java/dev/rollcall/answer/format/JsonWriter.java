package dev.rollcall.answer.format;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Writes each row as an object on a line of its own. */
final class JsonWriter implements RowWriter {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Writer out;
    private final List<Column> columns;
    private final String between;
    private final String end;
    private boolean first = true;

    private JsonWriter(Writer out, List<Column> columns, String between, String end) {
        this.out = out;
        this.columns = columns;
        this.between = between;
        this.end = end;
    }

    static JsonWriter array(Writer out, List<Column> columns) throws IOException {
        out.write("[\n");
        return new JsonWriter(out, columns, ",\n", "\n]\n");
    }

    static JsonWriter lines(Writer out, List<Column> columns) {
        return new JsonWriter(out, columns, "\n", "\n");
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object cell = cells.get(i);
            fields.put(
                    columns.get(i).name(),
                    cell == null ? null : value(columns.get(i).type(), cell));
        }
        if (!first) {
            out.write(between);
        }
        first = false;
        out.write(JSON.writeValueAsString(fields));
    }

    private static Object value(ColumnType type, Object cell) {
        return switch (type) {
            case TEXT, NUMBER, INTERVAL, FLAG -> cell;
            case TIME -> CellText.time(cell);
            // Of type json it may have line breaks; within texts they are escaped.
            case JSON -> new RawValue(((String) cell).replace('\n', ' ').replace('\r', ' '));
        };
    }

    @Override
    public void end() throws IOException {
        out.write(first && end.startsWith("\n") ? end.substring(1) : end);
        out.flush();
    }

    @Override
    public void close() {}
}
