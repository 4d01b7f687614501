package dev.rollcall.answer.format;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV as RFC 4180 has it. By hand, since a quote inside quotes is all that there is to it, and a library would
 * still have to be told for each cell whether it is quoted.
 */
final class CsvWriter implements RowWriter {
    private static final String END_OF_LINE = "\r\n";

    private final Writer out;
    private final List<Column> columns;
    private final FormulaCells formulas;

    CsvWriter(Writer out, List<Column> columns, FormulaCells formulas) throws IOException {
        this.out = out;
        this.columns = columns;
        this.formulas = formulas;
        out.write(columns.stream().map(Column::name).collect(Collectors.joining(",", "", END_OF_LINE)));
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            Object cell = cells.get(i);
            if (cell != null) {
                out.write(text(columns.get(i).type(), cell));
            }
        }
        out.write(END_OF_LINE);
    }

    private String text(ColumnType type, Object cell) {
        return switch (type) {
            case TEXT, JSON -> '"' + formulas.apply((String) cell).replace("\"", "\"\"") + '"';
            case NUMBER, INTERVAL -> CellText.number((Number) cell);
            case TIME -> CellText.time(cell);
            case FLAG -> cell.toString();
        };
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    @Override
    public void close() {}
}
