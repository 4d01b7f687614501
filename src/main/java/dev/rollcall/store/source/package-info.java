/**
 * Who may write for a source. Doors: {@link SourceRegistry} registers, renames and locks sources; {@link SourceLock}
 * keeps one run a source; {@link Fence} refuses the {@link FencingToken} of a run that lost its source, and {@link
 * FencedTransaction} asks it before all that a run writes outside its steps. Before
 * {@code Fence.raise} the caller holds the source's lock; the fence's other methods and {@code SourceRegistry.rename}
 * belong in the caller's transaction.
 */
@NullMarked
package dev.rollcall.store.source;

import org.jspecify.annotations.NullMarked;
