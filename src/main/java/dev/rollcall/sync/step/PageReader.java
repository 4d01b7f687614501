package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.run.RunContext;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;

/**
 * Reads pages for one reader of a step, chunk by chunk: to the chunk's {@link ChunkLimit} or until the run is stopped.
 * While a chunk is written, the first page of the next one is fetched. For one thread.
 */
final class PageReader<T> {
    private final RunContext run;
    private final StepExecution step;
    private final RequestCounter counter;
    private final Prefetch<T> prefetch;
    private @Nullable Directory directory;
    private ChunkLimit chunk = new ChunkLimit();

    /** @param threads where the next page is fetched */
    PageReader(RunContext run, StepExecution step, Executor threads) {
        this.run = run;
        this.step = step;
        this.counter = run.newCounter();
        this.prefetch = new Prefetch<>(threads);
    }

    /** The identity store, paced with the whole run's rate. Its requests are counted for this reader. */
    Directory directory() {
        Directory opened = directory == null ? run.directory(counter) : directory;
        directory = opened;
        return opened;
    }

    /** Begins a chunk. Fails when the connection that holds the source's lock is gone. */
    void beginChunk() {
        run.checkLock();
        chunk = new ChunkLimit();
    }

    /** Whether the chunk takes another page. Of a stopped run it takes only one that was prefetched. */
    boolean takesAnotherPage() {
        return !chunk.isReached() && (prefetch.isPending() || !run.isStopped());
    }

    /**
     * Reads a page: the prefetched one, if there is one, otherwise the one that is requested.
     *
     * @param request for the same page as the prefetched one
     * @throws StoppedException when the run is stopped before the page is there
     */
    Page<T> read(Supplier<Page<T>> request) {
        Page<T> page = prefetch.take(request);
        chunk.addPage();
        return page;
    }

    /** The number of pages in the chunk. */
    int pagesInChunk() {
        return chunk.pages();
    }

    /** What was requested since the last call. */
    RequestCounts takeCounts() {
        return run.takeCounts(counter);
    }

    /**
     * Lets the step end after this chunk when the run is stopped.
     *
     * @return whether it is
     */
    boolean endStepIfStopped() {
        boolean stopped = run.isStopped();
        if (stopped) {
            step.setTerminateOnly();
        }
        return stopped;
    }

    /** Begins to request the page that the next {@link #read} is for. */
    void prefetch(Supplier<Page<T>> request) {
        prefetch.begin(request);
    }
}
