package dev.rollcall.sync.step;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.sync.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads a listing of groups or users from its checkpoint on. One item is the pages of one chunk, so that a chunk can
 * end by time or at a stop, and not by count alone.
 */
final class ListingReader<T> implements ItemReader<ListingChunk<T>> {
    private static final int RESTARTS = 3;

    private final RunContext run;
    private final StepExecution step;
    private final RequestCounter tally;
    private final Supplier<PageSource<T>> source;
    private final Prefetch<T> ahead;
    private @Nullable PageSource<T> listing;
    private ListingChunk.Checkpoint at;
    private int restarts;

    /** @param source asked only when there is something left to read */
    ListingReader(
            RunContext run,
            StepExecution step,
            RequestCounter tally,
            Supplier<PageSource<T>> source,
            ListingChunk.Checkpoint from,
            Executor threads) {
        this.run = run;
        this.step = step;
        this.tally = tally;
        this.source = source;
        this.at = from;
        this.ahead = new Prefetch<>(run, threads);
    }

    @Override
    public @Nullable ListingChunk<T> read() {
        if (at.complete()) {
            return null;
        }
        run.checkLock();
        PageSource<T> pages = listing == null ? source.get() : listing;
        listing = pages;
        List<T> items = new ArrayList<>();
        ChunkLimit budget = new ChunkLimit();
        while (!at.complete() && !budget.spent() && ahead.goesOn()) {
            try {
                Page<T> page = ahead.take(() -> pages.page(at.marker()));
                budget.spend();
                items.addAll(page.items());
                at = at.after(page.next());
            } catch (DirectoryException.ExpiredMarker e) {
                if (++restarts > RESTARTS) {
                    throw e;
                }
                items.clear();
                at = at.again();
            } catch (StoppedException e) {
                break;
            }
        }
        ListingChunk<T> chunk =
                budget.pages() == 0 ? null : new ListingChunk<>(items, at, budget.pages(), run.take(tally));
        if (!at.complete()) {
            if (run.isStopped()) {
                step.setTerminateOnly();
            } else {
                Marker next = at.marker();
                ahead.begin(() -> pages.page(next));
            }
        }
        return chunk;
    }
}
