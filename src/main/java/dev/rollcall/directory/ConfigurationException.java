package dev.rollcall.directory;

/**
 * The user's configuration is wrong, and no request was sent. The message is one line that says what is wrong, where,
 * and what is expected; it holds no secret and needs no stack trace.
 */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
