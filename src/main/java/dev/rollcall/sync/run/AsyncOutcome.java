package dev.rollcall.sync.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what another thread does. */
public final class AsyncOutcome {
    private AsyncOutcome() {}

    /** Returns its value, or throws its failure as if this thread had met it. */
    public static <V> V of(CompletableFuture<V> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
