package dev.rollcall.store.retention;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** The process was told to end, and what is left to do waits for the next call. */
public final class PruningStoppedException extends RollcallException {
    private static final long serialVersionUID = 1L;

    PruningStoppedException() {
        super("stopped", Blame.DATABASE, "stopped by a signal");
    }
}
