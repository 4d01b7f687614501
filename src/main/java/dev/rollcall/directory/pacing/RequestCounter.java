package dev.rollcall.directory.pacing;

/** Counts requests as they are sent. Safe for use by several threads at once. */
public final class RequestCounter {
    private Counts counts = Counts.NONE;

    /** What was counted since the last time, which begins at nothing again. */
    public synchronized Counts take() {
        Counts taken = counts;
        counts = Counts.NONE;
        return taken;
    }

    /** Puts back what was taken and could not be recorded, as when a chunk was rolled back. */
    public synchronized void giveBack(Counts taken) {
        counts = counts.plus(taken);
    }

    void request() {
        giveBack(new Counts(1, 0, 0));
    }

    void retry() {
        giveBack(new Counts(0, 1, 0));
    }

    void throttle() {
        giveBack(new Counts(0, 0, 1));
    }

    /**
     * Some counts.
     *
     * @param requests all that were sent, the refused and the repeated ones included
     * @param retries sent again after a failure other than being throttled
     * @param throttles refused because there were too many
     */
    public record Counts(long requests, long retries, long throttles) {
        public static final Counts NONE = new Counts(0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(requests + other.requests, retries + other.retries, throttles + other.throttles);
        }
    }
}
