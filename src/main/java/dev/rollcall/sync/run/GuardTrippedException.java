package dev.rollcall.sync.run;

import dev.rollcall.store.publish.GuardReport;

/** The snapshot would remove more than may be published without consent. It stays staged. */
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
