package dev.rollcall.store.publish;

import java.time.Instant;

/** The database's clock is behind the last publish: what is published now would seem older than it is. */
public final class ClockBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made by the publish alone, and by tests. */
    public ClockBehindException(Instant clock, Instant lastPublished) {
        super("the database's clock says " + clock + ", more than a minute before the last publish at " + lastPublished
                + ": set the clock right and run again");
    }
}
