package dev.rollcall.directory;

import org.jspecify.annotations.Nullable;

/** A failure that is not foreseen: a bug. The cause is what was thrown, and its stack trace belongs in the log. */
public final class InternalException extends RollcallException {
    private static final long serialVersionUID = 1L;

    public InternalException(String message, @Nullable Throwable cause) {
        super("internal", Blame.BUG, message, null, cause);
    }
}
