package dev.rollcall.store.source;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** Another run holds the source's lock. The message says which, since when, and how to end it. */
public final class SourceBusyException extends RollcallException {
    private static final long serialVersionUID = 1L;

    SourceBusyException(String message) {
        super("busy", Blame.OTHER_RUN, message);
    }
}
