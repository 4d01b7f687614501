package dev.rollcall.directory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is foreseen. It carries its code for programs, whose fault it is, and what a person can do about it.
 * The message holds no secret and needs no stack trace.
 */
public abstract class RollcallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Blame blame;
    private final @Nullable String advice;

    protected RollcallException(String code, Blame blame, String message) {
        this(code, blame, message, null, null);
    }

    /**
     * @param code short and stable, as in {@code error.code} of {@code sync --json}
     * @param advice what to do about it, beyond trying again; null when the message says it or nothing is known
     */
    protected RollcallException(
            String code, Blame blame, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.blame = blame;
        this.advice = advice;
    }

    /** Its name for programs. */
    public final String code() {
        return code;
    }

    /** Whose fault it is. */
    public final Blame blame() {
        return blame;
    }

    /** What to do about it, beyond trying again; null when the message says it or nothing is known. */
    public final @Nullable String advice() {
        return advice;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
