package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads a listing from its checkpoint on. An item is the pages of one chunk, so that a chunk can end by time or when the
 * run is stopped, and not only by a number of items. For one thread.
 */
abstract class ListingReader<T> implements ItemReader<ListingChunk<T>> {
    private final PageReader<T> pages;
    private final Restarts restarts = new Restarts();
    private Checkpoint checkpoint;
    private @Nullable PageSource<T> source;

    ListingReader(PageReader<T> pages, Checkpoint from) {
        this.pages = pages;
        this.checkpoint = from;
    }

    /** Opens the listing. Called once, and not at all when nothing is left to read. */
    abstract PageSource<T> open(Directory directory);

    /** Whether the listing's last page is read. */
    boolean isComplete() {
        return checkpoint.complete();
    }

    @Override
    public @Nullable ListingChunk<T> read() {
        if (isComplete()) {
            return null;
        }
        pages.beginChunk();
        PageSource<T> opened = source == null ? open(pages.directory()) : source;
        source = opened;
        List<T> items = new ArrayList<>();
        while (!isComplete() && pages.takesAnotherPage()) {
            try {
                Page<T> page = pages.read(() -> opened.page(checkpoint.marker()));
                items.addAll(page.items());
                checkpoint = checkpoint.after(page.next());
            } catch (DirectoryException.ExpiredMarker e) {
                if (!restarts.another()) {
                    throw e;
                }
                items.clear();
                checkpoint = checkpoint.again();
            } catch (StoppedException e) {
                break;
            }
        }
        int read = pages.pagesInChunk();
        ListingChunk<T> chunk = read == 0 ? null : new ListingChunk<>(items, checkpoint, read, pages.takeCounts());
        if (!isComplete() && !pages.endStepIfStopped()) {
            Marker next = checkpoint.marker();
            pages.prefetch(() -> opened.page(next));
        }
        return chunk;
    }
}
