package dev.rollcall.sync;

/**
 * How many connections runs of one process may take; a run that needs more than are left waits.
 *
 * @param most at least what one run needs
 */
public record ConnectionLimit(int most) {
    /** Of every command but a worker. */
    public static final ConnectionLimit DEFAULT = new ConnectionLimit(ConnectionBudget.MOST);
}
