package dev.rollcall.sync.step;

import dev.rollcall.directory.Page;
import dev.rollcall.sync.run.BackgroundTask;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the next page while the current chunk is written, so that neither waits for the other; at most one page. A page
 * that is there when the run is stopped is still staged, unless Spring Batch has ended the step, as it does when a step
 * beside it ended first. One that is not is cancelled; the next run fetches it again. For one thread.
 */
final class Prefetch<T> {
    private final Executor threads;
    private @Nullable BackgroundTask<Page<T>> pending;

    Prefetch(Executor threads) {
        this.threads = threads;
    }

    /** Begins to request the page that the next {@link #take} is for. */
    void begin(Supplier<Page<T>> request) {
        pending = BackgroundTask.start(threads, request);
    }

    /** Whether a page was requested and not yet taken. */
    boolean isPending() {
        return pending != null;
    }

    /** The page requested before, or the failure that its request met; without one, the page requested now. */
    Page<T> take(Supplier<Page<T>> request) {
        BackgroundTask<Page<T>> begun = pending;
        pending = null;
        return begun == null ? request.get() : begun.await();
    }
}
