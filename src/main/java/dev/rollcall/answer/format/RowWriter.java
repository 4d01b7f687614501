package dev.rollcall.answer.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one answer. For one thread. */
public interface RowWriter extends Closeable {
    /**
     * Writes a row.
     *
     * @param cells one for each column, of the column's type or null
     */
    void row(List<@Nullable Object> cells) throws IOException;

    /** Ends the answer, after its last row. One that fails before that must not look whole: it never gets its end. */
    void end() throws IOException;

    /** Lets go of the writer; what it writes to stays open. An answer that was not ended stays without its end. */
    @Override
    void close() throws IOException;
}
