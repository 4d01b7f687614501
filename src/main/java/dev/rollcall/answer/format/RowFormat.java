package dev.rollcall.answer.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The formats in which rows are written, all in UTF-8. */
public enum RowFormat {
    /** Aligned columns, for people. */
    TABLE,

    /** RFC 4180 with a header, for spreadsheets: text in quotes, null an empty cell without. */
    CSV,

    /** One array of objects. */
    JSON,

    /** One object a line. */
    JSONL;

    private static final int BUFFER = 1 << 16;

    /** Begins an answer for a file: the style of tables is {@link TableStyle#FILE}. */
    public RowWriter open(OutputStream out, List<Column> columns, FormulaCells formulas) throws IOException {
        return open(out, columns, formulas, TableStyle.FILE);
    }

    /**
     * Begins an answer.
     *
     * @param out stays open when the writer is closed
     * @param formulas only CSV asks
     * @param style only tables ask
     */
    public RowWriter open(OutputStream out, List<Column> columns, FormulaCells formulas, TableStyle style)
            throws IOException {
        BufferedWriter to = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        return switch (this) {
            case TABLE -> new TableWriter(to, columns, style);
            case CSV -> new CsvWriter(to, columns, formulas);
            case JSON -> JsonWriter.array(to, columns);
            case JSONL -> JsonWriter.lines(to, columns);
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
