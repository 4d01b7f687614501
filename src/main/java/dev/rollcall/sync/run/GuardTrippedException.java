package dev.rollcall.sync.run;

import dev.rollcall.store.publish.GuardReport;

/**
 * Ends the job without a publish: the snapshot would remove more than may be published without consent, and stays
 * staged. It carries no code, since the outcome of the run is then guarded, not failed.
 */
public final class GuardTrippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GuardReport report;

    public GuardTrippedException(GuardReport report) {
        super("the guard tripped");
        this.report = report;
    }

    GuardReport report() {
        return report;
    }
}
