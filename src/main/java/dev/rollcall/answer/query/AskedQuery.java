package dev.rollcall.answer.query;

import dev.rollcall.directory.ConfigurationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.jdbc.UncategorizedSQLException;

/** A query while it is asked: how long the database worked on it, and what its failures mean. */
final class AskedQuery {
    /** Classes of SQL states that are a statement's own fault: its text, or that it wants to write. */
    private static final List<String> OF_STATEMENT = List.of("0A", "21", "23", "25", "42", "P0");

    private static final String DATA = "22";
    private static final String CANCELLED = "57014";

    private final Query query;
    private final @Nullable Duration timeout;
    private long nanos;

    AskedQuery(Query query, @Nullable Duration timeout) {
        this.query = query;
        this.timeout = timeout;
    }

    /** What the database does for it. */
    interface Work<T> {
        T run() throws SQLException;
    }

    Query query() {
        return query;
    }

    /** The server's limit is of each slice of rows; this one is of all, without the time that their reader takes. */
    <T> T timed(Work<T> work) {
        long begun = System.nanoTime();
        try {
            T done = work.run();
            nanos += System.nanoTime() - begun;
            if (isOverTime()) {
                throw new QueryTimeoutException(query.name());
            }
            return done;
        } catch (SQLException e) {
            nanos += System.nanoTime() - begun;
            throw meaning(e);
        }
    }

    private boolean isOverTime() {
        return timeout != null && nanos >= timeout.toNanos();
    }

    private RuntimeException meaning(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(CANCELLED) && isOverTime()) {
            return new QueryTimeoutException(query.name());
        }
        ServerErrorMessage told = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (told == null || !isItsOwnFault(state)) {
            return new UncategorizedSQLException("query " + query.name(), null, failure);
        }
        int position = told.getPosition();
        String line = position == 0 ? "" : ":" + query.statement().line(position);
        return new ConfigurationException(query.file() + line + ": " + told.getMessage(), failure);
    }

    /** A built-in query is right where the schema is; the values that it is given may not be. */
    private boolean isItsOwnFault(String state) {
        return state.startsWith(DATA)
                || (!query.isBuiltIn() && OF_STATEMENT.stream().anyMatch(state::startsWith));
    }
}
