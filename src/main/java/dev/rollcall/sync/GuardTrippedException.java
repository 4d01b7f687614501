package dev.rollcall.sync;

import dev.rollcall.store.GuardReport;

/** The snapshot stays staged: it would remove more than may be published without consent. */
final class GuardTrippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GuardReport report;

    GuardTrippedException(GuardReport report) {
        super("the guard tripped");
        this.report = report;
    }

    GuardReport report() {
        return report;
    }
}
