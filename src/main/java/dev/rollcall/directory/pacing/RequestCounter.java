package dev.rollcall.directory.pacing;

/** Counts requests as they are sent. Safe for use by several threads at once. */
public final class RequestCounter {
    private Counts counts = Counts.NONE;

    /** Returns the counts since the last call, and begins again at none. */
    public synchronized Counts take() {
        Counts taken = counts;
        counts = Counts.NONE;
        return taken;
    }

    void request() {
        add(new Counts(1, 0, 0));
    }

    void retry() {
        add(new Counts(0, 1, 0));
    }

    void throttle() {
        add(new Counts(0, 0, 1));
    }

    private synchronized void add(Counts more) {
        counts = counts.plus(more);
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
