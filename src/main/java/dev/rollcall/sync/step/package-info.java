/** The Spring Batch job, its steps, readers and writers. */
@NullMarked
package dev.rollcall.sync.step;

import org.jspecify.annotations.NullMarked;
