package dev.rollcall.sync;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.source.Source;
import java.util.List;

/**
 * Syncs sources: resumes or begins a snapshot of each, reads the identity store, publishes. Safe for use by several
 * threads.
 */
public interface SyncRunner {
    /**
     * Syncs sources, and returns when all have ended. What goes wrong with a source after its first request is in its
     * result, and does not affect the other sources.
     *
     * @param sources at least one, of distinct names
     * @return a result for each source, in the order given
     * @throws ConfigurationException when one of them can't begin as it is configured; no request was sent for any
     * @throws org.springframework.dao.DataAccessException when the database can't be reached; no request was sent
     */
    List<SyncResult> run(List<Source> sources, SyncOptions options, SyncListener listener);

    /**
     * Stops the run of a source at its next page: its result is that it was stopped.
     *
     * @return whether this process runs it
     */
    boolean stop(String source);

    /**
     * Records that the runs of sources were refused before they could begin, so that this is what became of their last
     * run. A source that another run holds is left alone. Dry runs are not recorded.
     */
    void recordRefusal(List<Source> sources, RollcallException refusal);
}
