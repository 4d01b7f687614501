package dev.rollcall.directory.wire;

import java.util.Objects;

/** A body that is not what the provider documents. The message says what is wrong and where, and quotes no value. */
public final class MalformedBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedBodyException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
