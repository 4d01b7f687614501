package dev.rollcall.cli.progress;

/** How far one run is, made visible. */
interface ProgressView extends AutoCloseable {
    /** Shows where the run is now. */
    void show();

    @Override
    default void close() {}
}
