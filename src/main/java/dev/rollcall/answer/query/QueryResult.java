package dev.rollcall.answer.query;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ResultColumns;
import dev.rollcall.answer.format.RowWriter;
import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of a query, whose rows come in slices: it takes no more memory when there are many. */
public final class QueryResult implements AutoCloseable {
    private static final int SLICE = 1_000;

    private final AskedQuery asked;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final ResultColumns columns;
    private boolean empty = true;

    private QueryResult(AskedQuery asked, PreparedStatement statement, ResultSet rows) throws SQLException {
        this.asked = asked;
        this.statement = statement;
        this.rows = rows;
        this.columns = ResultColumns.of(rows);
    }

    /**
     * Asks a query.
     *
     * @param timeout how long the database may work on it; null for as long as it takes
     * @throws ConfigurationException when the query's file is wrong, with its line where that is known
     * @throws QueryTimeoutException when it took longer
     */
    public static QueryResult of(Query query, BoundValues values, ReadSession session, @Nullable Duration timeout) {
        AskedQuery asked = new AskedQuery(query, timeout);
        return asked.timed(() -> {
            if (timeout != null) {
                limit(session, timeout);
            }
            PreparedStatement statement =
                    session.connection().prepareStatement(query.statement().sql());
            try {
                QueryResult result = new QueryResult(asked, statement, execute(query, statement, values));
                result.requireColumnsOfHead();
                return result;
            } catch (SQLException | RuntimeException e) {
                statement.close();
                throw e;
            }
        });
    }

    public List<Column> columns() {
        return columns.columns();
    }

    /** Writes all rows. */
    public void writeTo(RowWriter to) throws IOException {
        while (asked.timed(rows::next)) {
            to.row(asked.timed(() -> columns.cells(rows)));
            empty = false;
        }
    }

    /** Whether no row was written. */
    public boolean isEmpty() {
        return empty;
    }

    @Override
    public void close() {
        asked.timed(() -> {
            statement.close();
            return true;
        });
    }

    private static void limit(ReadSession session, Duration timeout) throws SQLException {
        try (Statement set = session.connection().createStatement()) {
            set.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
        }
    }

    private static ResultSet execute(Query query, PreparedStatement statement, BoundValues values) throws SQLException {
        List<String> variables = query.statement().variables();
        for (int i = 0; i < variables.size(); i++) {
            // Of no type: the server finds it from where it stands, as it does for a literal.
            statement.setObject(i + 1, values.text(variables.get(i)), Types.OTHER);
        }
        statement.setFetchSize(SLICE);
        if (!statement.execute()) {
            throw query.wrong("the statement gives no rows: a query is a SELECT");
        }
        return statement.getResultSet();
    }

    private void requireColumnsOfHead() {
        Query query = asked.query();
        List<String> given = columns().stream().map(Column::name).toList();
        if (!given.equals(query.head().columnNames())) {
            throw query.wrong("the statement gives the columns " + String.join(", ", given) + "; its head names "
                    + String.join(", ", query.head().columnNames()));
        }
    }
}
