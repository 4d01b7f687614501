/**
 * The Spring Batch job: {@link dev.rollcall.sync.step.DirectorySyncJob} is its table of contents, beside it are its
 * steps, readers and writers. {@link dev.rollcall.sync.step.SyncModule}, the context of a runner, is the only door.
 */
@NullMarked
package dev.rollcall.sync.step;

import org.jspecify.annotations.NullMarked;
