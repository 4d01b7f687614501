/**
 * The Spring Batch job {@code directorySync}: opens or resumes a source's snapshot, reads the identity store into
 * staging, and publishes. {@link dev.rollcall.sync.SyncRunner} is the door.
 */
@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
