package dev.rollcall.sync.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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

    /**
     * Waits for the end of work whose failure does not matter here.
     *
     * @param givenUp whether to wait no longer; asked now and then
     */
    void awaitUnless(BooleanSupplier givenUp) {
        while (!givenUp.getAsBoolean()) {
            try {
                result.get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // Asks again.
            } catch (ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
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
