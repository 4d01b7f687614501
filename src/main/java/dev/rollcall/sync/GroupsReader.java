package dev.rollcall.sync;

import dev.rollcall.store.ListedPages;
import dev.rollcall.store.ListingStaging;
import dev.rollcall.store.StagedGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/** Reads the listing of groups, and hands out to the workers what is committed of it. For one thread. */
final class GroupsReader implements ItemReader<ListedPages<StagedGroup>> {
    private final ListingReader<StagedGroup> listing;
    private final ListingStaging staging;
    private final GroupQueue queue;
    private int chunks;

    GroupsReader(ListingReader<StagedGroup> listing, ListingStaging staging, GroupQueue queue) {
        this.listing = listing;
        this.staging = staging;
        this.queue = queue;
    }

    @Override
    public @Nullable ListedPages<StagedGroup> read() {
        // The chunk before is committed.
        if (Integer.bitCount(++chunks) == 1) {
            // Whenever there are about twice as many.
            staging.analyzeGroups();
        }
        queue.staged();
        return listing.read();
    }
}
