package dev.rollcall.sync;

import dev.rollcall.directory.Page;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the page after a chunk while the chunk is written, so that neither waits for the other. At most one page is
 * ahead. A run that is stopped takes it all the same, unless Spring Batch ends the step before, as when the step beside
 * it ended first: then the page is asked for again. For one reader.
 */
final class ReadAhead<T> {
    private final SyncRun run;
    private final Executor threads;
    private @Nullable CompletableFuture<Page<T>> ahead;

    ReadAhead(SyncRun run, Executor threads) {
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
        return begun == null ? request.get() : outcome(begun);
    }

    /** Waits for what another thread does, and throws its failure as if it had been done by this one. */
    static <V> V outcome(CompletableFuture<V> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
