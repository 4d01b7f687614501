package dev.rollcall.cli;

/** The arguments of a command contradict each other, or one is missing. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
