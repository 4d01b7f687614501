package dev.rollcall.sync.step;

import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.sync.run.GroupQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/** Reads the listing of groups, and hands out to the workers what is committed of it. For one thread. */
final class GroupsReader implements ItemReader<ListingChunk<StagedGroup>> {
    private final ListingReader<StagedGroup> listing;
    private final GroupStaging staging;
    private final GroupQueue queue;
    private int chunks;

    GroupsReader(ListingReader<StagedGroup> listing, GroupStaging staging, GroupQueue queue) {
        this.listing = listing;
        this.staging = staging;
        this.queue = queue;
    }

    @Override
    public @Nullable ListingChunk<StagedGroup> read() {
        // The chunk before is committed.
        if (Integer.bitCount(++chunks) == 1) {
            // Whenever there are about twice as many.
            staging.analyze();
        }
        queue.staged();
        return listing.read();
    }
}
