package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds the result of one run on one source. */
final class ResultBuilder {
    private final Source source;
    private final long begin = System.nanoTime();

    ResultBuilder(Source source) {
        this.source = source;
    }

    /** The result when another run holds the source's lock. */
    SyncResult busy(SourceBusyException e) {
        return unpublished(Outcome.BUSY, null, null, failure(e));
    }

    /** The result of a run that failed before it opened a snapshot. */
    SyncResult failed(Throwable e) {
        return unpublished(Outcome.FAILED, null, null, failure(e));
    }

    /** @param requests null when they are not known */
    SyncResult failed(OpenedSnapshot snapshot, @Nullable RequestCounts requests, Throwable e) {
        return unpublished(Outcome.FAILED, snapshot, requests, failure(e));
    }

    /** The result of a run that was stopped before it opened a snapshot. */
    SyncResult stopped() {
        return unpublished(Outcome.STOPPED, null, null, null);
    }

    /** @param requests null when they are not known */
    SyncResult stopped(OpenedSnapshot snapshot, @Nullable RequestCounts requests) {
        return unpublished(Outcome.STOPPED, snapshot, requests, null);
    }

    SyncResult published(OpenedSnapshot snapshot, SnapshotRow row) {
        return whole(
                Outcome.PUBLISHED,
                snapshot,
                new Comparison(row.baseline(), row.totals(), row.changes(), row.gaps(), null),
                row.requests(),
                row.sample(),
                row.publishedAt(),
                row.chain());
    }

    /**
     * The result when the guard tripped, and the snapshot waits for consent.
     *
     * @param comparison what publishing would have changed
     * @param requests null when they are not known
     */
    SyncResult guarded(OpenedSnapshot snapshot, Comparison comparison, @Nullable RequestCounts requests) {
        return whole(Outcome.GUARDED, snapshot, comparison, requests, null, null, null);
    }

    /**
     * The result of a dry run.
     *
     * @param comparison what publishing would have changed
     * @param requests null when they are not known
     */
    SyncResult dryRun(OpenedSnapshot snapshot, Comparison comparison, @Nullable RequestCounts requests) {
        return whole(Outcome.DRY_RUN, snapshot, comparison, requests, null, null, null);
    }

    private SyncResult unpublished(
            Outcome outcome,
            @Nullable OpenedSnapshot snapshot,
            @Nullable RequestCounts requests,
            @Nullable Failure failure) {
        return new SyncResult(
                source.name(),
                source.provider(),
                source.directory().identityStoreId(),
                snapshot == null ? null : snapshot.token().snapshot(),
                outcome,
                snapshot != null && snapshot.resumed(),
                null,
                requests,
                null,
                seconds(),
                null,
                null,
                failure);
    }

    private SyncResult whole(
            Outcome outcome,
            OpenedSnapshot snapshot,
            Comparison comparison,
            @Nullable RequestCounts requests,
            SnapshotRow.@Nullable Sample sample,
            @Nullable Instant publishedAt,
            @Nullable String chain) {
        return new SyncResult(
                source.name(),
                source.provider(),
                source.directory().identityStoreId(),
                snapshot.token().snapshot(),
                outcome,
                snapshot.resumed(),
                comparison,
                requests,
                sample,
                seconds(),
                publishedAt,
                chain,
                null);
    }

    /** What the user is told of a failure. */
    static Failure failure(Throwable thrown) {
        RollcallException error = ErrorTranslator.translate(thrown);
        DirectoryException.Failure request = error instanceof DirectoryException e ? e.failure() : null;
        GroupId group = request == null ? null : request.group();
        return new Failure(
                error.code(),
                blame(error),
                error.getMessage(),
                error.advice(),
                request == null ? null : request.operation(),
                group == null ? null : group.value(),
                request == null ? null : request.requestId());
    }

    /** A database that refuses what it let the run begin with has changed since: the configuration was right. */
    private static Blame blame(RollcallException error) {
        return error instanceof DatabaseException ? Blame.DATABASE : error.blame();
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
