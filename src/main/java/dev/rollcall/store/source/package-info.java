/** Who may write for a source: its registration, its lock and the fence. */
@NullMarked
package dev.rollcall.store.source;

import org.jspecify.annotations.NullMarked;
