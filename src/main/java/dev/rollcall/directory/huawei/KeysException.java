package dev.rollcall.directory.huawei;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** There are no keys to sign with. The message is one line without a secret. */
final class KeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    KeysException(String message) {
        this(message, false, null);
    }

    /** @param passing whether a service that hands out keys could not be reached, so that asking again may help */
    KeysException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    boolean passing() {
        return passing;
    }
}
