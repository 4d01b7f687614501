/** One run on one source: opens the snapshot, starts the job, and tells what became of it. */
@NullMarked
package dev.rollcall.sync.run;

import org.jspecify.annotations.NullMarked;
