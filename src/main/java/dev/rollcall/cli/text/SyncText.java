package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
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

    public static List<String> of(SyncResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.source() + ": " + headline(result));
        totals(result.totals(), lines);
        changes(result, lines);
        gaps(result, lines);
        GuardReport guard = result.guard();
        if (guard != null) {
            lines.addAll(GuardText.of(result.source(), guard, result.outcome() == SyncResult.Outcome.DRY_RUN));
        }
        requests(result, lines);
        return lines;
    }

    private static String headline(SyncResult result) {
        return switch (result.outcome()) {
            case PUBLISHED -> "published snapshot " + result.snapshotId() + (result.baseline() ? ", its first" : "");
            case GUARDED -> "NOT published: the guard holds snapshot " + result.snapshotId() + " back";
            case DRY_RUN -> dryRun(result);
            case STOPPED -> "stopped" + ofSnapshot(result) + "; run again to resume";
            case BUSY -> "busy: " + message(result.error());
            case FAILED ->
                "failed" + ofSnapshot(result) + ": " + message(result.error()) + advice(result, result.error());
        };
    }

    private static String dryRun(SyncResult result) {
        if (result.baseline()) {
            return "dry run: the first snapshot; what it finds is known from then on, not new";
        }
        return "dry run, nothing published; the guard would "
                + (result.guard() == null ? "not trip" : "trip: consent would be needed");
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
            case PROVIDER, DATABASE, OTHER_RUN -> "; " + (error.advice() == null ? runAgain(result) : error.advice());
        };
    }

    private static String runAgain(SyncResult result) {
        return result.snapshotId() == null ? "run again" : "run again to resume";
    }

    private static void totals(SnapshotRow.@Nullable Totals totals, List<String> lines) {
        if (totals != null) {
            lines.add(line(
                    "  %,d groups, %,d memberships, %,d users", totals.groups(), totals.memberships(), totals.users()));
        }
    }

    private static void changes(SyncResult result, List<String> lines) {
        SnapshotRow.Changes changes = result.changes();
        if (changes == null || result.baseline()) {
            return;
        }
        lines.add(line(
                "  groups: %,d created, %,d changed, %,d deleted",
                changes.groupsCreated(), changes.groupsChanged(), changes.groupsDeleted()));
        lines.add(line("  members: %,d joined, %,d left", changes.membersJoined(), changes.membersLeft()));
        lines.add(line(
                "  users: %,d created, %,d changed, %,d deleted",
                changes.usersCreated(), changes.usersChanged(), changes.usersDeleted()));
    }

    private static void gaps(SyncResult result, List<String> lines) {
        if (result.gaps() > 0) {
            lines.add(line(
                    "  %,d groups in gap: unreadable, they stay as last published; the view directory.gaps names them",
                    result.gaps()));
        }
    }

    private static void requests(SyncResult result, List<String> lines) {
        RequestCounts sent = result.requests();
        if (sent.requests() > 0) {
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
