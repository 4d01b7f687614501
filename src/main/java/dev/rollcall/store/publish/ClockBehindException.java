package dev.rollcall.store.publish;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import java.time.Instant;

/** The database's clock is behind the last publish: a snapshot published now would seem older than that one. */
public final class ClockBehindException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** Takes both times by the database's clock. */
    public ClockBehindException(Instant clock, Instant lastPublished) {
        super(
                "clock-behind",
                Blame.DATABASE,
                "the database's clock says " + clock + ", more than a minute before the last publish at "
                        + lastPublished + ": set the clock right and run again");
    }
}
