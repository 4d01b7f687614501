package dev.rollcall.sync.step;

import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import org.jspecify.annotations.Nullable;

/** A listing of the provider, page by page. */
@FunctionalInterface
interface PageSource<T> {
    /**
     * Reads one page.
     *
     * @param from the marker of the page before; null for the first page
     */
    Page<T> page(@Nullable Marker from);
}
