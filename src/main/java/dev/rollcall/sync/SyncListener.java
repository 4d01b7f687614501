package dev.rollcall.sync;

import dev.rollcall.source.Source;

/** Told of the runs of {@link SyncRunner}, several at a time and from several threads. */
public interface SyncListener {
    /**
     * A run has its source's lock and starts to read.
     *
     * @param progress goes on changing until {@link #ended}
     */
    void started(Source source, Progress progress);

    /** A source's run ended; also told of one that never {@linkplain #started started}. */
    void ended(Source source, SyncResult result);
}
