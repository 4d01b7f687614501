package dev.rollcall.answer.format;

import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.TextWidth;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes aligned columns, numbers to the right. The widths are those of the widest cells so far, looked at some rows
 * ahead: of an answer of many rows, lines further down may be wider than those at the top.
 */
final class TableWriter implements RowWriter {
    /** Rows held at once. */
    private static final int AHEAD = 1_000;

    private static final int MOST_COLUMNS = 60;
    private static final String BETWEEN = "  ";
    private static final String NULL = "-";
    private static final String LEFT_TO_RIGHT_MARK = "\u200e";

    private final Writer out;
    private final List<Column> columns;
    private final TableStyle style;
    private final int[] widths;
    private final List<List<String>> held = new ArrayList<>();
    private boolean begun;
    private long rows;

    TableWriter(Writer out, List<Column> columns, TableStyle style) {
        this.out = out;
        this.columns = columns;
        this.style = style;
        this.widths =
                columns.stream().mapToInt(column -> TextWidth.of(column.name())).toArray();
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
        List<String> line = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object cell = cells.get(i);
            String text = cell == null ? NULL : text(columns.get(i).type(), cell);
            widths[i] = Math.max(widths[i], TextWidth.of(text));
            line.add(text);
        }
        held.add(line);
        rows++;
        if (held.size() == AHEAD) {
            writeHeld();
        }
    }

    private String text(ColumnType type, Object cell) {
        return switch (type) {
            case TEXT, JSON -> {
                String text = SafeText.of((String) cell);
                yield style == TableStyle.TERMINAL ? TextWidth.cut(text, MOST_COLUMNS) : text;
            }
            case NUMBER -> CellText.number((Number) cell);
            case TIME -> CellText.time(cell);
            case FLAG -> (Boolean) cell ? "yes" : "no";
            case INTERVAL -> interval(((Number) cell).doubleValue());
        };
    }

    /** Such as 26 h 5 min, 3 min 20 s, or 12 s. */
    private static String interval(double seconds) {
        long whole = Math.round(Math.abs(seconds));
        String sign = seconds < 0 ? "-" : "";
        if (whole >= 3600) {
            return sign + whole / 3600 + " h " + whole % 3600 / 60 + " min";
        }
        return sign + (whole >= 60 ? whole / 60 + " min " + whole % 60 + " s" : whole + " s");
    }

    private void writeHeld() throws IOException {
        if (!begun) {
            begun = true;
            writeLine(columns.stream().map(Column::name).toList());
            List<String> rule = new ArrayList<>();
            for (int width : widths) {
                rule.add("-".repeat(width));
            }
            writeLine(rule);
        }
        for (List<String> line : held) {
            writeLine(line);
        }
        held.clear();
    }

    private void writeLine(List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String blanks = " ".repeat(widths[i] - TextWidth.of(cells.get(i)));
            line.append(i == 0 ? "" : BETWEEN)
                    .append(
                            isRight(columns.get(i).type())
                                    ? blanks + marked(cells.get(i))
                                    : marked(cells.get(i)) + blanks);
        }
        out.write(line.toString().stripTrailing());
        out.write('\n');
    }

    private static boolean isRight(ColumnType type) {
        return type == ColumnType.NUMBER || type == ColumnType.INTERVAL;
    }

    /** Right-to-left text ends with a mark, or a terminal would write the cells that follow in that direction as well. */
    private String marked(String text) {
        return style == TableStyle.TERMINAL && text.codePoints().anyMatch(TableWriter::isRightToLeft)
                ? text + LEFT_TO_RIGHT_MARK
                : text;
    }

    private static boolean isRightToLeft(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
            default -> false;
        };
    }

    @Override
    public void end() throws IOException {
        writeHeld();
        out.write(String.format(Locale.ROOT, rows == 1 ? "(%,d row)\n" : "(%,d rows)\n", rows));
        out.flush();
    }

    @Override
    public void close() {}
}
