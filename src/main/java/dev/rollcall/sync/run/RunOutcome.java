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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out, after the job, what became of the snapshot. The database is asked, not the job: an answer to COMMIT may
 * have been lost.
 */
final class RunOutcome {
    private static final Logger log = LoggerFactory.getLogger(RunOutcome.class);

    private final Snapshots snapshots;
    private final SnapshotStaging staging;
    private final StagingCleanup cleanup;
    private final JobStarter starter;
    private final TransactionTemplate transaction;
    private final Executor threads;

    RunOutcome(
            Snapshots snapshots,
            SnapshotStaging staging,
            StagingCleanup cleanup,
            JobStarter starter,
            TransactionTemplate transaction,
            Executor threads) {
        this.snapshots = snapshots;
        this.staging = staging;
        this.cleanup = cleanup;
        this.starter = starter;
        this.transaction = transaction;
        this.threads = threads;
    }

    SyncResult close(RunContext run, ResultBuilder results) {
        Throwable failure = run.failure();
        if (failure instanceof FencedException) {
            return results.failed(run.opened(), RequestCounts.NONE, failure);
        }
        try {
            return lookUp(run, results, failure);
        } catch (FencedException e) {
            return results.failed(run.opened(), RequestCounts.NONE, failure == null ? e : failure);
        } catch (DataAccessException | TransactionException e) {
            if (run.isToldToStop()) {
                return results.stopped(run.opened(), RequestCounts.NONE);
            }
            log.warn("what became of snapshot {} is unknown", run.token().snapshot(), e);
            return results.failed(run.opened(), RequestCounts.NONE, failure == null ? e : failure);
        }
    }

    private SyncResult lookUp(RunContext run, ResultBuilder results, @Nullable Throwable failure) {
        long snapshot = run.token().snapshot();
        // What a later run made of the snapshot is that run's to tell, and what it works on is not ours to drop.
        transaction.executeWithoutResult(status -> staging.requireCurrent(run.token()));
        SnapshotRow row = snapshots.row(snapshot);
        if (row.outcome().equals("published")) {
            tidyUp(run.token().source(), row.baseline());
            return results.published(run.opened(), row);
        }
        transaction.executeWithoutResult(status -> run.takeRest()
                .forEach(rest -> staging.count(run.token(), run.opened().run(), rest)));
        RequestCounts requests = staging.requests(snapshot);
        if (run.options().dryRun() != null) {
            return closeDryRun(run, results, row, requests, failure);
        }
        if (failure instanceof GuardTrippedException guard) {
            return results.guarded(run.opened(), row, requests, guard.report());
        }
        return unfinished(run, results, requests, failure);
    }

    /** After a first snapshot the staged rows go while history is analyzed: of a large one, either takes a while. */
    private void tidyUp(int source, boolean first) {
        CompletableFuture<Void> analysis = first
                ? CompletableFuture.runAsync(staging::analyzeHistory, threads)
                : CompletableFuture.completedFuture(null);
        cleanup.drop(source);
        AsyncOutcome.of(analysis);
    }

    private SyncResult closeDryRun(
            RunContext run,
            ResultBuilder results,
            SnapshotRow row,
            RequestCounts requests,
            @Nullable Throwable failure) {
        snapshots.discard(row.id());
        cleanup.drop(run.token().source());
        starter.forget(run.token(), row.attempt());
        Comparison comparison = run.comparison();
        if (comparison == null) {
            return unfinished(run, results, requests, failure);
        }
        return results.dryRun(run.opened(), comparison, requests);
    }

    private SyncResult unfinished(
            RunContext run, ResultBuilder results, RequestCounts requests, @Nullable Throwable failure) {
        boolean cutOff = run.isToldToStop()
                && failure != null
                && ErrorTranslator.translate(failure) instanceof DatabaseException;
        if (cutOff || (failure == null && run.isStopped())) {
            return results.stopped(run.opened(), requests);
        }
        Throwable why = failure == null ? new IllegalStateException("the job ended without publishing") : failure;
        Failure error = ResultBuilder.failure(why);
        if (error.blame() == Blame.BUG) {
            log.error("the run failed in a way that is not foreseen", why);
        }
        if (run.options().dryRun() == null) {
            snapshots.failed(run.token().snapshot(), error.message());
        }
        return results.failed(run.opened(), requests, why);
    }
}
