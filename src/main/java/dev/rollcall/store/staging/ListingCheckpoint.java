package dev.rollcall.store.staging;

import dev.rollcall.directory.Marker;
import org.jspecify.annotations.Nullable;

/**
 * Where a listing of groups or users stands.
 *
 * @param reading grows when the listing starts over; rows of earlier readings no longer count
 * @param marker where to go on from; null for the first page
 * @param complete whether its last page is staged
 */
public record ListingCheckpoint(int reading, @Nullable Marker marker, boolean complete) {}
