/**
 * Syncing, as its callers see it: {@link dev.rollcall.sync.SyncRunner} with its options, results and progress. What
 * happens behind it is in {@code sync.run}, one run on one source, and in {@code sync.step}, the Spring Batch job
 * {@code directorySync}; {@code sync.step.SyncModule} holds the beans of them all.
 */
@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
