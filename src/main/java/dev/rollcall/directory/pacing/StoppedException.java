package dev.rollcall.directory.pacing;

/** The run was asked to stop. What was under way is left as it is; neither the provider nor Rollcall failed. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the run was asked to stop");
    }
}
