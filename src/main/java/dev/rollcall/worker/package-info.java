/**
 * Syncs sources by their schedules, on any number of hosts that share one database. Doors: {@link Worker}, which runs
 * until it is closed, and {@link WorkerCapacity}, which tells how many sources it reads at once.
 *
 * <p>What is due, and who reads it, is db-scheduler's: one task a source, named by it, in {@code
 * batch.scheduled_tasks}. That no two read one source, and that one who lost it writes nothing, stays with the source's
 * lock and fence.
 */
@NullMarked
package dev.rollcall.worker;

import org.jspecify.annotations.NullMarked;
