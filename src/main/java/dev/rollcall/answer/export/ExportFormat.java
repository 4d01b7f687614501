package dev.rollcall.answer.export;

import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.answer.format.RowWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The formats of exported files. */
public enum ExportFormat {
    /** For spreadsheets. */
    CSV,

    /** For programs: a JSON object a line. */
    JSONL,

    /** For analytics: typed columns, compressed. */
    PARQUET;

    /**
     * Begins a file.
     *
     * @param neverNull names of columns without nulls
     */
    RowWriter open(OutputStream out, List<Column> columns, Set<String> neverNull, FormulaCells formulas)
            throws IOException {
        return switch (this) {
            case CSV -> RowFormat.CSV.open(out, columns, formulas);
            case JSONL -> RowFormat.JSONL.open(out, columns, formulas);
            case PARQUET -> new ParquetRows(out, columns, neverNull);
        };
    }

    /** As it is written on the command line, and at the end of the files' names. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
