package dev.rollcall.answer.snapshot;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ResultColumns;
import dev.rollcall.answer.format.RowWriter;
import dev.rollcall.database.SqlFile;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** The newest snapshots, whatever became of them, newest first. */
public final class SnapshotList {
    private static final String WHOLE = SqlFile.read(SnapshotList.class, "last-snapshots");
    private static final String SHORT = SqlFile.read(SnapshotList.class, "last-snapshots-in-short");

    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows;

    private SnapshotList(List<Column> columns, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Reads the list.
     *
     * @param sources their names; empty for all, retired ones too
     * @param last the greatest number of rows
     * @param inShort whether it has the columns alone that a terminal has room for, else those of the readers' view
     */
    public static SnapshotList of(ReadSession session, List<String> sources, int last, boolean inShort) {
        return session.jdbc()
                .sql(inShort ? SHORT : WHOLE)
                .param("sources", new SqlArrayValue("text", sources.toArray()))
                .param("last", last)
                .query(SnapshotList::read);
    }

    private static SnapshotList read(ResultSet result) throws SQLException {
        ResultColumns columns = ResultColumns.of(result);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            rows.add(columns.cells(result));
        }
        return new SnapshotList(columns.columns(), rows);
    }

    public List<Column> columns() {
        return columns;
    }

    /** Writes all rows. */
    public void writeTo(RowWriter to) throws IOException {
        for (List<@Nullable Object> row : rows) {
            to.row(row);
        }
    }
}
