package dev.rollcall.database;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import org.jspecify.annotations.Nullable;

/** The database failed or refused, or could not be reached. Made by {@link ErrorTranslator} alone. */
public final class DatabaseException extends RollcallException {
    private static final long serialVersionUID = 1L;

    DatabaseException(Blame blame, String message, @Nullable String advice, Throwable cause) {
        super("database", blame, message, advice, cause);
    }
}
