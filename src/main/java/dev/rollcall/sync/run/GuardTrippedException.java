package dev.rollcall.sync.run;

import dev.rollcall.store.publish.Comparison;

/**
 * Ends the job without a publish: the snapshot would remove more than may be published without consent, and stays
 * staged. It carries no code, since the outcome of the run is then guarded, not failed.
 */
public final class GuardTrippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Comparison comparison;

    /** @param comparison what a publish would have done */
    public GuardTrippedException(Comparison comparison) {
        super("the guard tripped");
        this.comparison = comparison;
    }

    Comparison comparison() {
        return comparison;
    }
}
