/** The list of the last snapshots, whatever became of them. */
@NullMarked
package dev.rollcall.answer.snapshot;

import org.jspecify.annotations.NullMarked;
