package dev.rollcall.sync.run;

import dev.rollcall.directory.SafeText;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.LastRuns;
import dev.rollcall.sync.SyncExitCode;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps each source's newest run, for who asks later what became of it. Safe for use by several threads. */
final class RunRecorder {
    private static final Logger log = LoggerFactory.getLogger(RunRecorder.class);

    private final LastRuns lastRuns;
    private final SyncExitCode exitCode;
    private final RunNotices notices;
    private final TransactionTemplate transaction;

    RunRecorder(LastRuns lastRuns, SyncExitCode exitCode, RunNotices notices, PlatformTransactionManager transactions) {
        this.lastRuns = lastRuns;
        this.exitCode = exitCode;
        this.notices = notices;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Records that a run begins. The caller holds the source's lock. */
    LastRuns.Begun begin(int source) {
        return lastRuns.begin(source);
    }

    /**
     * Records which snapshot a run works on.
     *
     * @param run null for a dry run, of which nothing is recorded
     */
    void opened(LastRuns.@Nullable Begun run, long snapshot) {
        if (run != null) {
            lastRuns.opened(run, snapshot);
        }
    }

    /**
     * Records how a run ended, and writes the notice of one that failed, unless a later one began since. That the
     * database can't be written does not change the result.
     *
     * @param run null for a dry run, of which nothing is recorded
     */
    void end(LastRuns.@Nullable Begun run, Source source, SyncResult result) {
        if (run == null) {
            return;
        }
        Failure error = result.error();
        LastRuns.Ended ended = new LastRuns.Ended(
                result.outcome().toString(),
                exitCode.of(result),
                error == null ? null : error.code(),
                error == null ? null : SafeText.of(error.message()),
                result.seconds(),
                result.requests());
        try {
            transaction.executeWithoutResult(status -> {
                if (lastRuns.end(run, ended)) {
                    notices.ended(run.source(), source, result);
                }
            });
        } catch (DataAccessException | TransactionException e) {
            log.warn("the end of the run could not be recorded: until the next run, status says that it has not ended");
            log.debug("why", e);
        }
    }
}
