package dev.rollcall.sync.step;

import dev.rollcall.directory.Page;
import dev.rollcall.sync.run.AsyncOutcome;
import dev.rollcall.sync.run.RunContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the page after a chunk while the chunk is written, so that neither waits for the other. At most one page is
 * ahead. A run that is stopped takes it all the same, unless Spring Batch ends the step before, as when the step beside
 * it ended first: then the page is asked for again. For one reader.
 */
public final class Prefetch<T> {
    private final RunContext run;
    private final Executor threads;
    private @Nullable CompletableFuture<Page<T>> ahead;

    Prefetch(RunContext run, Executor threads) {
        this.run = run;
        this.threads = threads;
    }

    /** Begins to ask for the page that the next {@link #take} is for. */
    void begin(Supplier<Page<T>> request) {
        ahead = CompletableFuture.supplyAsync(request, threads);
    }

    /** Whether another page is to be taken: of a run that is stopped only the one that is ahead. */
    boolean goesOn() {
        return ahead != null || !run.isStopped();
    }

    /** The page asked for ahead, or the failure it met; asked for now where none was. */
    Page<T> take(Supplier<Page<T>> request) {
        CompletableFuture<Page<T>> begun = ahead;
        ahead = null;
        return begun == null ? request.get() : AsyncOutcome.of(begun);
    }
}
