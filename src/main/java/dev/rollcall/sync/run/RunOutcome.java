package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.SyncResult;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Finds out, after the job's end, what became of the snapshot. Asks the database and not the job, since the answer to a
 * COMMIT may have been lost.
 */
final class RunOutcome {
    private static final Logger log = LoggerFactory.getLogger(RunOutcome.class);

    private final Snapshots snapshots;
    private final SnapshotStaging staging;
    private final StagingCleanup cleanup;
    private final JobMetadata metadata;
    private final Publisher publisher;
    private final Executor threads;

    RunOutcome(
            Snapshots snapshots,
            SnapshotStaging staging,
            StagingCleanup cleanup,
            JobMetadata metadata,
            Publisher publisher,
            Executor threads) {
        this.snapshots = snapshots;
        this.staging = staging;
        this.cleanup = cleanup;
        this.metadata = metadata;
        this.publisher = publisher;
        this.threads = threads;
    }

    /**
     * The result of a run whose job has ended. Drops the staged rows that nobody needs any more. What was committed is
     * the outcome, whatever came after it.
     */
    SyncResult find(RunContext run, ResultBuilder results) {
        SnapshotRow published = run.published();
        if (published != null) {
            return ofPublished(run, results, published);
        }
        Comparison comparison = run.comparison();
        if (comparison != null) {
            return ofDryRun(run, results, comparison);
        }
        Throwable failure = run.failure();
        if (failure instanceof GuardTrippedException guard) {
            return results.guarded(run.snapshot(), guard.comparison(), requests(run));
        }
        if (failure instanceof FencedException) {
            return results.failed(run.snapshot(), null, failure);
        }
        try {
            return fromDatabase(run, results, failure);
        } catch (FencedException e) {
            return results.failed(run.snapshot(), null, failure == null ? e : failure);
        } catch (DataAccessException | TransactionException e) {
            if (run.isStopRequested()) {
                return results.stopped(run.snapshot(), null);
            }
            log.warn("what became of snapshot {} is unknown: {}", run.token().snapshot(), message(e));
            return results.failed(run.snapshot(), null, failure == null ? e : failure);
        }
    }

    private SyncResult fromDatabase(RunContext run, ResultBuilder results, @Nullable Throwable failure) {
        long snapshot = run.token().snapshot();
        SnapshotRow row = snapshots.row(snapshot);
        // A later run that took the source tells itself what became of the snapshot.
        if (snapshots.isLastRun(snapshot, run.snapshot().run())) {
            if (row.outcome().equals("published")) {
                return ofPublished(run, results, row);
            }
            if (row.outcome().equals("guarded") && run.options().consent() == null) {
                return results.guarded(run.snapshot(), publisher.heldBack(snapshot), requests(run));
            }
        }
        RequestCounts requests = staging.count(run.token(), run.snapshot().run(), run.takeRemainingCounts());
        if (run.options().dryRun() != null) {
            forgetDryRun(run);
        }
        return ofUnfinished(run, results, requests, failure);
    }

    private SyncResult ofPublished(RunContext run, ResultBuilder results, SnapshotRow row) {
        Throwable failure = run.failure();
        if (failure != null) {
            log.warn("snapshot {} is published; what came after failed: {}", row.id(), message(failure));
        }
        log.info("snapshot {} is published; the link of its chain is {}", row.id(), row.chain());
        // Of many rows both take a while.
        BackgroundTask<Void> analysis = BackgroundTask.start(threads, () -> staging.analyzeHistory(row.baseline()));
        FencingToken token = run.token();
        cleanup.drop(token.source(), token.epoch(), run::isStopRequested);
        if (!run.isStopRequested()) {
            cleanup.dropAbandoned(token.source(), token.epoch(), run::isStopRequested);
        }
        analysis.awaitUnless(run::isStopRequested);
        return results.published(run.snapshot(), row);
    }

    private SyncResult ofDryRun(RunContext run, ResultBuilder results, Comparison comparison) {
        RequestCounts requests = requests(run);
        forgetDryRun(run);
        return results.dryRun(run.snapshot(), comparison, requests);
    }

    private void forgetDryRun(RunContext run) {
        FencingToken token = run.token();
        cleanup.drop(token.source(), token.epoch(), run::isStopRequested);
        metadata.dropFinished(token.source(), token.epoch(), run::isStopRequested);
    }

    /** The requests of a snapshot whose outcome is known, which no failure changes any more; null when not known. */
    private @Nullable RequestCounts requests(RunContext run) {
        try {
            return staging.count(run.token(), run.snapshot().run(), run.takeRemainingCounts());
        } catch (DataAccessException | TransactionException | FencedException e) {
            log.warn(
                    "the requests of snapshot {} can't be counted: {}",
                    run.token().snapshot(),
                    message(e));
            return null;
        }
    }

    private static @Nullable String message(Throwable failure) {
        return ErrorTranslator.translate(failure).getMessage();
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
        if (ResultBuilder.failure(why).blame() == Blame.BUG) {
            log.error("the run failed in a way that is not foreseen", why);
        }
        return results.failed(run.snapshot(), requests, why);
    }
}
