package dev.rollcall.cli.progress;

/** Shows the progress of one run. */
interface ProgressView extends AutoCloseable {
    /** Shows the run's progress now. */
    void show();

    @Override
    default void close() {}
}
