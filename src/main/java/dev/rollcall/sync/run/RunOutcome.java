package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out, after the job's end, what became of the snapshot. Asks the database and not the job, since the answer to a
 * COMMIT may have been lost.
 */
final class RunOutcome {
    private static final Logger log = LoggerFactory.getLogger(RunOutcome.class);

    private final Snapshots snapshots;
    private final SnapshotStaging staging;
    private final StagingCleanup cleanup;
    private final JobStarter jobStarter;
    private final TransactionTemplate transaction;
    private final Executor threads;

    RunOutcome(
            Snapshots snapshots,
            SnapshotStaging staging,
            StagingCleanup cleanup,
            JobStarter jobStarter,
            TransactionTemplate transaction,
            Executor threads) {
        this.snapshots = snapshots;
        this.staging = staging;
        this.cleanup = cleanup;
        this.jobStarter = jobStarter;
        this.transaction = transaction;
        this.threads = threads;
    }

    /** The result of a run whose job has ended. Drops the staged rows that nobody needs any more. */
    SyncResult find(RunContext run, ResultBuilder results) {
        Throwable failure = run.failure();
        if (failure instanceof FencedException) {
            return results.failed(run.snapshot(), RequestCounts.NONE, failure);
        }
        try {
            return fromDatabase(run, results, failure);
        } catch (FencedException e) {
            return results.failed(run.snapshot(), RequestCounts.NONE, failure == null ? e : failure);
        } catch (DataAccessException | TransactionException e) {
            if (run.isStopRequested()) {
                return results.stopped(run.snapshot(), RequestCounts.NONE);
            }
            log.warn("what became of snapshot {} is unknown", run.token().snapshot(), e);
            return results.failed(run.snapshot(), RequestCounts.NONE, failure == null ? e : failure);
        }
    }

    private SyncResult fromDatabase(RunContext run, ResultBuilder results, @Nullable Throwable failure) {
        long snapshot = run.token().snapshot();
        // A later run that took the source tells itself what became of the snapshot, and still needs the staged rows.
        transaction.executeWithoutResult(status -> staging.requireCurrent(run.token()));
        SnapshotRow row = snapshots.row(snapshot);
        if (row.outcome().equals("published")) {
            tidyUp(run.token().source(), row.baseline());
            return results.published(run.snapshot(), row);
        }
        transaction.executeWithoutResult(status -> run.takeRemainingCounts()
                .forEach(counts -> staging.count(run.token(), run.snapshot().run(), counts)));
        RequestCounts requests = staging.requests(snapshot);
        if (run.options().dryRun() != null) {
            return ofDryRun(run, results, row, requests, failure);
        }
        if (failure instanceof GuardTrippedException guard) {
            return results.guarded(run.snapshot(), row, requests, guard.report());
        }
        return ofUnfinished(run, results, requests, failure);
    }

    /** After a first snapshot, history is analyzed while the staged rows are dropped: of many rows both take a while. */
    private void tidyUp(int source, boolean first) {
        if (first) {
            BackgroundTask<Void> analysis = BackgroundTask.start(threads, staging::analyzeHistory);
            cleanup.drop(source);
            analysis.await();
        } else {
            cleanup.drop(source);
        }
    }

    private SyncResult ofDryRun(
            RunContext run,
            ResultBuilder results,
            SnapshotRow row,
            RequestCounts requests,
            @Nullable Throwable failure) {
        snapshots.discard(row.id());
        cleanup.drop(run.token().source());
        jobStarter.delete(run.token(), row.attempt());
        Comparison comparison = run.comparison();
        if (comparison == null) {
            return ofUnfinished(run, results, requests, failure);
        }
        return results.dryRun(run.snapshot(), comparison, requests);
    }

    private SyncResult ofUnfinished(
            RunContext run, ResultBuilder results, RequestCounts requests, @Nullable Throwable failure) {
        boolean brokenOffByStop = run.isStopRequested()
                && failure != null
                && ErrorTranslator.translate(failure) instanceof DatabaseException;
        if (brokenOffByStop || (failure == null && run.isStopped())) {
            return results.stopped(run.snapshot(), requests);
        }
        Throwable why = failure == null ? new IllegalStateException("the job ended without publishing") : failure;
        Failure error = ResultBuilder.failure(why);
        if (error.blame() == Blame.BUG) {
            log.error("the run failed in a way that is not foreseen", why);
        }
        if (run.options().dryRun() == null) {
            snapshots.failed(run.token().snapshot(), error.message());
        }
        return results.failed(run.snapshot(), requests, why);
    }
}
