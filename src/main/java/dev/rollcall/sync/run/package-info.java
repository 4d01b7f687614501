/**
 * One run on one source: takes the lock, opens the snapshot, starts the job, stops it, and finds out what became of it.
 * Doors: {@link dev.rollcall.sync.run.RunConfiguration} with the beans, and {@link dev.rollcall.sync.run.RunContext},
 * which the job's steps share.
 */
@NullMarked
package dev.rollcall.sync.run;

import org.jspecify.annotations.NullMarked;
