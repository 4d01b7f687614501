package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.publish.GuardReport;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sync's result for a person: what became of the source, in numbers, and what to do. */
public final class SyncText {
    private SyncText() {}

    public static List<String> of(SyncResult result, Names names) {
        List<String> lines = new ArrayList<>();
        lines.add(result.source() + ": " + headline(result));
        Comparison comparison = result.comparison();
        if (comparison != null) {
            comparison(result, comparison, names, lines);
        }
        sample(result.sample(), lines);
        requests(result, lines);
        if (result.chain() != null) {
            lines.add("  chain: " + result.chain());
        }
        return lines;
    }

    private static void comparison(SyncResult result, Comparison comparison, Names names, List<String> lines) {
        boolean published = result.outcome() == SyncResult.Outcome.PUBLISHED;
        totals(comparison.totals(), published, lines);
        if (!comparison.baseline()) {
            changes(comparison.changes(), lines);
        }
        gaps(comparison.gaps(), published, lines);
        GuardReport guard = comparison.guard();
        if (guard != null) {
            lines.addAll(GuardText.of(result.source(), guard, result.outcome() == SyncResult.Outcome.DRY_RUN, names));
        }
    }

    private static String headline(SyncResult result) {
        return switch (result.outcome()) {
            case PUBLISHED -> "published snapshot " + result.snapshotId() + (isBaseline(result) ? ", its first" : "");
            case GUARDED -> "NOT published: the guard holds snapshot " + result.snapshotId() + " back";
            case DRY_RUN -> dryRun(result);
            case STOPPED -> "stopped" + ofSnapshot(result) + "; run again to resume";
            case BUSY -> "busy: " + message(result.error());
            case FAILED ->
                "failed" + ofSnapshot(result) + ": " + message(result.error()) + advice(result, result.error());
        };
    }

    private static boolean isBaseline(SyncResult result) {
        return result.comparison() != null && result.comparison().baseline();
    }

    private static String dryRun(SyncResult result) {
        if (isBaseline(result)) {
            return "dry run: the first snapshot; what it finds is known from then on, not new";
        }
        boolean trips = result.comparison() != null && result.comparison().guard() != null;
        return "dry run, nothing published; the guard would " + (trips ? "trip: consent would be needed" : "not trip");
    }

    private static String ofSnapshot(SyncResult result) {
        return result.snapshotId() == null ? "" : " at snapshot " + result.snapshotId();
    }

    private static String message(SyncResult.@Nullable Failure failure) {
        return failure == null ? "no reason is known" : SafeText.of(failure.message());
    }

    private static String advice(SyncResult result, SyncResult.@Nullable Failure error) {
        if (error == null) {
            return "; " + runAgain(result);
        }
        return switch (error.blame()) {
            case CONFIGURATION -> "";
            case PERMISSION -> "; 'rollcall check " + result.source() + "' tells what is not permitted";
            case BUG -> "; the log has more";
            case PROVIDER, DATABASE, OTHER_RUN, NOT_COVERED ->
                "; " + (error.advice() == null ? runAgain(result) : error.advice());
        };
    }

    private static String runAgain(SyncResult result) {
        return result.snapshotId() == null ? "run again" : "run again to resume";
    }

    private static void totals(SnapshotRow.Totals totals, boolean published, List<String> lines) {
        lines.add(line(
                "  %s%,d groups, %,d memberships, %,d users",
                published ? "" : "published, it would be ", totals.groups(), totals.memberships(), totals.users()));
    }

    private static void changes(SnapshotRow.Changes changes, List<String> lines) {
        lines.add(line(
                "  groups: %,d created, %,d changed, %,d deleted",
                changes.groupsCreated(), changes.groupsChanged(), changes.groupsDeleted()));
        lines.add(line("  members: %,d joined, %,d left", changes.membersJoined(), changes.membersLeft()));
        lines.add(line(
                "  users: %,d created, %,d changed, %,d deleted",
                changes.usersCreated(), changes.usersChanged(), changes.usersDeleted()));
    }

    private static void gaps(long gaps, boolean published, List<String> lines) {
        if (gaps > 0) {
            lines.add(line(
                    "  %,d groups in gap: unreadable, they stay as last published%s",
                    gaps, published ? "; the view directory.gaps names them" : ""));
        }
    }

    private static void sample(SnapshotRow.@Nullable Sample sample, List<String> lines) {
        if (sample != null && sample.drifted() > 0) {
            lines.add(line(
                    "  %,d of %,d groups that were read again at the end had changed meanwhile",
                    sample.drifted(), sample.groups()));
        }
    }

    private static void requests(SyncResult result, List<String> lines) {
        RequestCounts sent = result.requests();
        if (sent != null && sent.requests() > 0) {
            lines.add(line(
                    "  %,d requests, %,d of them retries, %,d throttled; %.1f s%s",
                    sent.requests(),
                    sent.retries(),
                    sent.throttles(),
                    result.seconds(),
                    result.resumed() ? "; resumed" : ""));
        }
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
