package dev.rollcall.answer;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** Nothing was known of a source at the time asked about. The message names the source and the time. */
public final class NotCoveredException extends RollcallException {
    private static final long serialVersionUID = 1L;

    public NotCoveredException(String message) {
        super("not-covered", Blame.NOT_COVERED, message);
    }
}
