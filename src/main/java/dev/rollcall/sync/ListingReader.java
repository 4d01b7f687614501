package dev.rollcall.sync;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pace.StoppedException;
import dev.rollcall.directory.pace.Tally;
import dev.rollcall.store.ListedPages;
import dev.rollcall.store.ListingCheckpoint;
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
final class ListingReader<T> implements ItemReader<ListedPages<T>> {
    private static final int RESTARTS = 3;

    private final SyncRun run;
    private final StepExecution step;
    private final Tally tally;
    private final Supplier<PageListing<T>> source;
    private final ReadAhead<T> ahead;
    private @Nullable PageListing<T> listing;
    private ListingCheckpoint at;
    private int restarts;

    /** @param source asked only when there is something left to read */
    ListingReader(
            SyncRun run,
            StepExecution step,
            Tally tally,
            Supplier<PageListing<T>> source,
            ListingCheckpoint from,
            Executor threads) {
        this.run = run;
        this.step = step;
        this.tally = tally;
        this.source = source;
        this.at = from;
        this.ahead = new ReadAhead<>(run, threads);
    }

    @Override
    public @Nullable ListedPages<T> read() {
        if (at.complete()) {
            return null;
        }
        run.checkLock();
        PageListing<T> pages = listing == null ? source.get() : listing;
        listing = pages;
        List<T> items = new ArrayList<>();
        PageBudget budget = new PageBudget();
        while (!at.complete() && !budget.spent() && ahead.goesOn()) {
            try {
                Page<T> page = ahead.take(() -> pages.page(at.marker()));
                budget.spend();
                items.addAll(page.items());
                at = new ListingCheckpoint(at.reading(), page.next(), page.next() == null);
            } catch (DirectoryException.ExpiredMarker e) {
                if (++restarts > RESTARTS) {
                    throw e;
                }
                items.clear();
                at = new ListingCheckpoint(at.reading() + 1, null, false);
            } catch (StoppedException e) {
                break;
            }
        }
        ListedPages<T> chunk =
                budget.pages() == 0 ? null : new ListedPages<>(items, at, budget.pages(), run.take(tally));
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
