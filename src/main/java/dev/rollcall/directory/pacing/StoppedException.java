package dev.rollcall.directory.pacing;

/** The run was asked to stop; what was under way is left as it is. No failure of the provider or of Rollcall. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the run was asked to stop");
    }
}
