package dev.rollcall.store.staging;

import dev.rollcall.directory.Marker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the listing of groups or of users, staged together with the checkpoint after them.
 *
 * @param items in the order read; of items with one id the last wins
 * @param after the checkpoint after these pages
 * @param pages how many, 0 or more
 * @param requests what was sent for them
 */
public record ListingChunk<T>(List<T> items, Checkpoint after, int pages, RequestCounts requests) {
    public ListingChunk {
        items = List.copyOf(items);
    }

    /**
     * How far a listing is read.
     *
     * @param reading grows when the listing starts over; rows of earlier readings no longer count
     * @param marker where to go on from; null for the first page
     * @param complete whether its last page is staged
     */
    public record Checkpoint(int reading, @Nullable Marker marker, boolean complete) {
        /** Nothing is read. */
        public static final Checkpoint START = new Checkpoint(0, null, false);

        /** Nothing is to be read. */
        public static final Checkpoint COMPLETE = new Checkpoint(0, null, true);

        /** Starts the listing over. */
        public Checkpoint again() {
            return new Checkpoint(reading + 1, null, false);
        }

        /**
         * After one more page.
         *
         * @param next the page's marker to go on from; null when it was the last
         */
        public Checkpoint after(@Nullable Marker next) {
            return new Checkpoint(reading, next, next == null);
        }
    }
}
