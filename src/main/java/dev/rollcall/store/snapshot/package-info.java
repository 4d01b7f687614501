/** Snapshots and what became of them. */
@NullMarked
package dev.rollcall.store.snapshot;

import org.jspecify.annotations.NullMarked;
