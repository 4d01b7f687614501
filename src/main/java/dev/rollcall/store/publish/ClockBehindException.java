package dev.rollcall.store.publish;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import java.time.Instant;

/** The database's clock is behind the last publish: what is published now would seem older than it is. */
public final class ClockBehindException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** Made by the publish alone, and by tests. */
    public ClockBehindException(Instant clock, Instant lastPublished) {
        super(
                "clock-behind",
                Blame.DATABASE,
                "the database's clock says " + clock + ", more than a minute before the last publish at "
                        + lastPublished + ": set the clock right and run again");
    }
}
