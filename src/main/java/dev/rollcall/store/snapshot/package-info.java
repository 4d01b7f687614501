/**
 * Snapshots and what became of them. Doors: {@link Snapshots} opens, resumes and discards them while the caller holds
 * the source's lock, outside any transaction; {@link SourceStatusQuery} tells each source's {@link SourceStatus} and
 * needs nothing.
 */
@NullMarked
package dev.rollcall.store.snapshot;

import org.jspecify.annotations.NullMarked;
