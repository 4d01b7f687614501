package dev.rollcall.sync.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work that another thread does, and whose result this thread takes later. */
public final class BackgroundTask<V> {
    private final CompletableFuture<V> result;

    private BackgroundTask(CompletableFuture<V> result) {
        this.result = result;
    }

    /** Begins to work in one of the threads. */
    public static <V> BackgroundTask<V> start(Executor threads, Supplier<V> work) {
        return new BackgroundTask<>(CompletableFuture.supplyAsync(work, threads));
    }

    /** Begins work without a result in one of the threads. */
    public static BackgroundTask<Void> start(Executor threads, Runnable work) {
        return new BackgroundTask<>(CompletableFuture.runAsync(work, threads));
    }

    /** Waits for the result, or throws the work's failure as if this thread had met it. */
    public V await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
