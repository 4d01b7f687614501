package dev.rollcall.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response of a listing.
 *
 * @param items in the provider's order; may be empty although more follow, and may repeat items of earlier pages
 * @param next where the listing goes on; null ends it, a short page never does
 */
public record Page<T>(List<T> items, @Nullable Marker next) {
    public Page {
        items = List.copyOf(items);
    }
}
