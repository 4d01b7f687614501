package dev.rollcall.directory;

import org.jspecify.annotations.Nullable;

/** The user's configuration is wrong, and no request was sent. The message says what is wrong, where, and what is expected. */
public final class ConfigurationException extends RollcallException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        this(message, null);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super("configuration", Blame.CONFIGURATION, message, null, cause);
    }
}
