package dev.rollcall.notice;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A webhook did not take a notice. The message names host and port alone. */
final class UndeliveredException extends RollcallException {
    private static final long serialVersionUID = 1L;

    private final boolean again;
    private final @Nullable Duration after;

    /**
     * @param again whether trying again soon may help
     * @param after how long the webhook asks to wait; null where it doesn't say
     */
    UndeliveredException(String message, boolean again, @Nullable Duration after, @Nullable Throwable cause) {
        super("unavailable", Blame.PROVIDER, message, null, cause);
        this.again = again;
        this.after = after;
    }

    boolean again() {
        return again;
    }

    @Nullable
    Duration after() {
        return after;
    }
}
