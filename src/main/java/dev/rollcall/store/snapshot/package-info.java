/**
 * Snapshots and what became of them. Doors: {@link Snapshots} opens, resumes and discards them for a run that no later
 * one fenced off; {@link LastRuns} keeps each source's newest run; {@link UnpublishedSources} removes sources that were
 * never published; {@link SourceStatusQuery} tells each source's {@link SourceStatus} and needs nothing.
 */
@NullMarked
package dev.rollcall.store.snapshot;

import org.jspecify.annotations.NullMarked;
