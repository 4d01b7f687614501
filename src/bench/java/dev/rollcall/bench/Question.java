package dev.rollcall.bench;

/**
 * A statement with its values in place, and what it may cost.
 *
 * @param units times a sequential count of {@code memberships_history}; 0 when that is only stated
 * @param keyed whether it must be answered by indexes, within the buffers of {@link #allowed}
 * @param versions rows of history of the key asked for
 */
record Question(String what, String sql, double units, boolean keyed, long versions) {
    static Question within(double units, String what, String sql) {
        return new Question(what, sql, units, false, 0);
    }

    static Question stated(String what, String sql) {
        return within(0, what, sql);
    }

    static Question byId(String what, String sql, long versions) {
        return new Question(what, sql, 0, true, versions);
    }

    /** Buffers permitted for an answer of so many rows. */
    long allowed(long rows) {
        return 20 * rows + 2 * versions + 100;
    }
}
