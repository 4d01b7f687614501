package dev.rollcall.sync;

import dev.rollcall.source.Source;

/** Learns when the runs of a {@link SyncRunner} start and end. Called from several threads, for several runs at once. */
public interface SyncListener {
    /**
     * A run holds its source's lock and starts to read.
     *
     * @param progress changes until {@link #ended} is called
     */
    void started(Source source, Progress progress);

    /** A source's run ended, or could not {@linkplain #started start}. */
    void ended(Source source, SyncResult result);
}
