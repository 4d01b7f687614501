package dev.rollcall.store.source;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;

/** The session that held the source's lock ended and a later run took the source: this one may write nothing more. */
public final class FencedException extends RollcallException {
    private static final long serialVersionUID = 1L;

    FencedException(int source) {
        super("fenced", Blame.DATABASE, "a later run took source number " + source + "; this one may write no more");
    }

    FencedException(FencingToken token) {
        super(
                "fenced",
                Blame.DATABASE,
                "a later run took source number " + token.source() + "; this run of snapshot " + token.snapshot()
                        + " may write no more");
    }
}
