package dev.rollcall.store.staging;

import java.util.List;

/**
 * Pages of a listing of groups or users, staged together with the checkpoint after them.
 *
 * @param items in the order read; of items with one id the last wins
 * @param after the checkpoint after these pages
 * @param pages how many, 0 or more
 * @param requests what was sent for them
 */
public record ListingChunk<T>(List<T> items, ListingCheckpoint after, int pages, RequestCounts requests) {
    public ListingChunk {
        items = List.copyOf(items);
    }
}
