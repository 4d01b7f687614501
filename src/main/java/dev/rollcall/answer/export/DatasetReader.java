package dev.rollcall.answer.export;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.answer.format.ResultColumns;
import dev.rollcall.answer.format.RowWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;

/** Reads data sets row by row, and writes each row before it reads the next. For one thread. */
public final class DatasetReader {
    private final ReadSession session;
    private final ExportFormat format;
    private final FormulaCells formulas;
    private final ExportListener listener;

    public DatasetReader(ReadSession session, ExportFormat format, FormulaCells formulas, ExportListener listener) {
        this.session = session;
        this.format = format;
        this.formulas = formulas;
        this.listener = listener;
    }

    /** The rows that the database has begun to answer. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Writes all of them, and the format's beginning and end.
         *
         * @param to stays open
         * @return their number
         */
        long writeTo(OutputStream to) throws IOException;
    }

    /** Takes rows, where there are some. */
    @FunctionalInterface
    public interface Taker {
        void take(Rows rows) throws IOException;
    }

    /**
     * Asks the database. Only once it answers is anything handed over: while it sorts, no file need be there.
     *
     * @throws org.springframework.dao.DataAccessException when the database fails, before or in the midst of the rows
     */
    public void read(Dataset dataset, Taker taker) throws IOException {
        try {
            session.jdbc().sql(dataset.sql()).params(dataset.parameters()).query((ResultSet result) -> {
                try {
                    taker.take(to -> write(dataset, result, to));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return dataset;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long write(Dataset dataset, ResultSet result, OutputStream to) throws IOException {
        try {
            ResultColumns columns = ResultColumns.of(result);
            long rows = 0;
            try (RowWriter writer = format.open(to, columns.columns(), dataset.neverNull(), formulas)) {
                while (result.next()) {
                    writer.row(columns.cells(result));
                    listener.row();
                    rows++;
                }
                writer.end();
            }
            return rows;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't read the rows of " + dataset.name(), e);
        }
    }
}
