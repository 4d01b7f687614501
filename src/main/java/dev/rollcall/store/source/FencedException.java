package dev.rollcall.store.source;

/** A later run took the source: this one may write nothing more. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException(int source) {
        super("a later run took source number " + source + "; this one may write no more");
    }

    FencedException(FencingToken token) {
        super("a later run took source number " + token.source() + "; this run of snapshot " + token.snapshot()
                + " may write no more");
    }
}
