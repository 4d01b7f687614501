package dev.rollcall.answer.query;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** The database took longer for a query than it was given. */
public final class QueryTimeoutException extends RollcallException {
    private static final long serialVersionUID = 1L;

    QueryTimeoutException(String query) {
        super(
                "timeout",
                Blame.DATABASE,
                "query " + query + " took longer than --timeout permits; nothing more is written");
    }
}
