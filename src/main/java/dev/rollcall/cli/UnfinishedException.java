package dev.rollcall.cli;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import org.jspecify.annotations.Nullable;

/** Something is, or may be, left undone: history that can't be verified is left alone, and a table as it is. */
final class UnfinishedException extends RollcallException {
    private static final long serialVersionUID = 1L;

    UnfinishedException(String message, @Nullable String advice, @Nullable Throwable cause) {
        super("database", Blame.DATABASE, message, advice, cause);
    }
}
