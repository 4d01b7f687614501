package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.publish.GuardReport;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import dev.rollcall.sync.SyncResult.Outcome;
import dev.rollcall.sync.run.SnapshotOpener.Opened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The results that one run on one source may have. */
final class ResultBuilder {
    private final Source source;
    private final long begin = System.nanoTime();

    ResultBuilder(Source source) {
        this.source = source;
    }

    /** Another run holds the source. */
    SyncResult busy(SourceBusyException e) {
        return unpublished(Outcome.BUSY, null, RequestCounts.NONE, failure(e));
    }

    /** It failed. */
    SyncResult failed(@Nullable Opened opened, RequestCounts requests, Throwable e) {
        return unpublished(Outcome.FAILED, opened, requests, failure(e));
    }

    /** It was stopped. */
    SyncResult stopped(@Nullable Opened opened, RequestCounts requests) {
        return unpublished(Outcome.STOPPED, opened, requests, null);
    }

    /** It published a snapshot. */
    SyncResult published(Opened opened, SnapshotRow row) {
        return whole(
                Outcome.PUBLISHED,
                opened,
                new Comparison(row.baseline(), row.totals(), row.changes(), row.gaps(), null),
                row.requests(),
                row.publishedAt());
    }

    /** Its snapshot awaits consent. */
    SyncResult guarded(Opened opened, SnapshotRow row, RequestCounts requests, GuardReport report) {
        Comparison comparison = new Comparison(false, row.totals(), row.changes(), row.gaps(), report);
        return whole(Outcome.GUARDED, opened, comparison, requests, null);
    }

    /** It read anew and published nothing. */
    SyncResult dryRun(Opened opened, Comparison comparison, RequestCounts requests) {
        return whole(Outcome.DRY_RUN, opened, comparison, requests, null);
    }

    private SyncResult unpublished(
            Outcome outcome, @Nullable Opened opened, RequestCounts requests, @Nullable Failure failure) {
        return new SyncResult(
                source.name(),
                source.provider(),
                source.directory().identityStoreId(),
                opened == null ? null : opened.token().snapshot(),
                outcome,
                false,
                opened != null && opened.resumed(),
                null,
                null,
                0,
                requests,
                seconds(),
                null,
                null,
                failure);
    }

    private SyncResult whole(
            Outcome outcome,
            Opened opened,
            Comparison comparison,
            RequestCounts requests,
            @Nullable Instant publishedAt) {
        return new SyncResult(
                source.name(),
                source.provider(),
                source.directory().identityStoreId(),
                opened.token().snapshot(),
                outcome,
                comparison.baseline(),
                opened.resumed(),
                comparison.totals(),
                comparison.changes(),
                comparison.gaps(),
                requests,
                seconds(),
                publishedAt,
                comparison.guard(),
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
