package dev.rollcall.store.source;

/** Another run holds the source. The message says who, since when, and how to end it. */
public final class SourceBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceBusyException(String message) {
        super(message);
    }
}
