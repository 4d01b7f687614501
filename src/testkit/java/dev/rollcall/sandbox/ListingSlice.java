package dev.rollcall.sandbox;

import java.util.List;

/**
 * Some rows of a listing.
 *
 * @param last the position of the last row: the listing goes on after it
 * @param more whether any row follows
 */
record ListingSlice<T>(List<T> rows, long last, boolean more) {
    ListingSlice {
        rows = List.copyOf(rows);
    }
}
