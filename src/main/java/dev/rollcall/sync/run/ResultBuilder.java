package dev.rollcall.sync.run;

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
    private static final int PUBLISHED = 0;
    private static final int FAILED = 1;
    private static final int GUARDED = 3;
    private static final int PUBLISHED_WITH_GAPS = 4;
    private static final int BUSY = 5;

    private final Source source;
    private final long begin = System.nanoTime();

    ResultBuilder(Source source) {
        this.source = source;
    }

    /** Another run holds the source. */
    SyncResult busy(SourceBusyException e) {
        Failure failure = new Failure("busy", String.valueOf(e.getMessage()), null, null, null);
        return unpublished(Outcome.BUSY, BUSY, null, RequestCounts.NONE, failure);
    }

    /** It failed. */
    SyncResult failed(@Nullable Opened opened, RequestCounts requests, Throwable e) {
        return unpublished(Outcome.FAILED, FailureCodes.exitCode(e), opened, requests, FailureCodes.of(e));
    }

    /** It was stopped. */
    SyncResult stopped(@Nullable Opened opened, RequestCounts requests) {
        return unpublished(Outcome.STOPPED, FAILED, opened, requests, null);
    }

    /** It published a snapshot. */
    SyncResult published(Opened opened, SnapshotRow row) {
        return whole(
                Outcome.PUBLISHED,
                exitCode(null, row.gaps()),
                opened,
                new Comparison(row.baseline(), row.totals(), row.changes(), row.gaps(), null),
                row.requests(),
                row.publishedAt());
    }

    /** Its snapshot awaits consent. */
    SyncResult guarded(Opened opened, SnapshotRow row, RequestCounts requests, GuardReport report) {
        Comparison comparison = new Comparison(false, row.totals(), row.changes(), row.gaps(), report);
        return whole(Outcome.GUARDED, exitCode(report, row.gaps()), opened, comparison, requests, null);
    }

    /** It read anew and published nothing. */
    SyncResult dryRun(Opened opened, Comparison comparison, RequestCounts requests) {
        int exitCode = exitCode(comparison.guard(), comparison.gaps());
        return whole(Outcome.DRY_RUN, exitCode, opened, comparison, requests, null);
    }

    private static int exitCode(@Nullable GuardReport guard, long gaps) {
        if (guard != null) {
            return GUARDED;
        }
        return gaps > 0 ? PUBLISHED_WITH_GAPS : PUBLISHED;
    }

    private SyncResult unpublished(
            Outcome outcome, int exitCode, @Nullable Opened opened, RequestCounts requests, @Nullable Failure failure) {
        return new SyncResult(
                source.name(),
                source.provider(),
                source.directory().identityStoreId(),
                opened == null ? null : opened.token().snapshot(),
                outcome,
                false,
                exitCode,
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
            int exitCode,
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
                exitCode,
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

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
