package dev.rollcall.sync.step;

import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import org.jspecify.annotations.Nullable;

/** A listing that gives its pages one by one. */
@FunctionalInterface
interface PageSource<T> {
    /** The page at a marker; the first page for null. */
    Page<T> page(@Nullable Marker from);
}
