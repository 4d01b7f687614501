/** The rows of the open snapshot, and the checkpoints to go on from. */
@NullMarked
package dev.rollcall.store.staging;

import org.jspecify.annotations.NullMarked;
