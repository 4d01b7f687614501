package dev.rollcall.database;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import org.jspecify.annotations.Nullable;

/** The database failed or refused, could not be reached, or is not as it has to be. Made in this room alone. */
public final class DatabaseException extends RollcallException {
    private static final long serialVersionUID = 1L;

    DatabaseException(Blame blame, String message, @Nullable String advice) {
        this(blame, message, advice, null);
    }

    DatabaseException(Blame blame, String message, @Nullable String advice, @Nullable Throwable cause) {
        super("database", blame, message, advice, cause);
    }
}
