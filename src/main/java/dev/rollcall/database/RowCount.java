package dev.rollcall.database;

/** Checks how many rows a statement touched: a count that was not foreseen is a bug, and rolls the caller back. */
public final class RowCount {
    private RowCount() {}

    /**
     * Expects that a statement touched one row.
     *
     * @param what the statement did, and to what; for the message
     * @throws IllegalStateException when it touched none, or several
     */
    public static void expectOne(long rows, String what) {
        expect(1, rows, what);
    }

    /**
     * Expects that a statement touched so many rows.
     *
     * @param what the statement did, and to what; for the message
     * @throws IllegalStateException when it touched more or fewer
     */
    public static void expect(long expected, long rows, String what) {
        if (rows != expected) {
            throw new IllegalStateException("%s: %d rows instead of %d".formatted(what, rows, expected));
        }
    }
}
