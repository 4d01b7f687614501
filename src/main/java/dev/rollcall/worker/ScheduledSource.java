package dev.rollcall.worker;

import dev.rollcall.source.Source;

/**
 * A source that a worker reads.
 *
 * @param source as its job file describes it, and this worker reads it
 * @param jobFile digest of that file's text
 */
record ScheduledSource(Source source, String jobFile) {}
