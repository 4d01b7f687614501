package dev.rollcall.cli.init;

import dev.rollcall.directory.DaemonThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Lines that a person types. Reading one blocks for good: a thread of its own waits, so that a signal is noticed. */
public final class TypedLines {
    private static final long GLANCE_MILLIS = 50;

    private final BufferedReader in;
    private final BooleanSupplier stopping;

    /** @param stopping whether a signal is ending the process */
    public TypedLines(BufferedReader in, BooleanSupplier stopping) {
        this.in = in;
        this.stopping = stopping;
    }

    /**
     * The next line; empty at the end of the input.
     *
     * @throws CancellationException when a signal is ending the process
     */
    Optional<String> next() {
        FutureTask<Optional<String>> line = new FutureTask<>(() -> Optional.ofNullable(in.readLine()));
        DaemonThreads.named("rollcall-typed").newThread(line).start();
        try {
            while (!stopping.getAsBoolean()) {
                try {
                    return line.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Nothing typed yet.
                }
            }
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("can't read what is typed", e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CancellationException("a signal ends the process");
    }
}
