package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A source's status, for a person. */
public final class StatusText {
    private StatusText() {}

    public static List<String> of(SourceFreshness freshness) {
        List<String> lines = new ArrayList<>();
        SourceStatus status = freshness.status();
        lines.add(freshness.name() + ": " + headline(freshness));
        if (status == null) {
            return lines;
        }
        SourceStatus.Published published = status.published();
        if (published != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %,d groups, %,d memberships, %,d users",
                    published.totals().groups(),
                    published.totals().memberships(),
                    published.totals().users()));
            if (published.gaps() > 0) {
                lines.add("  " + published.gaps() + " groups in gap; the view directory.gaps names them");
            }
        }
        open(status.open(), lines);
        if (status.guarded() != null) {
            lines.add("  snapshot " + status.guarded() + " is held back by the guard; to publish it: rollcall sync "
                    + freshness.name() + " --accept-removals=" + status.guarded());
        }
        if (status.lastRun() != null) {
            lastRun(status.lastRun(), status.open(), lines);
        }
        if (status.noticesUndelivered() > 0) {
            lines.add("  notices that could not be delivered so far: " + status.noticesUndelivered());
        }
        return lines;
    }

    private static String headline(SourceFreshness freshness) {
        SourceStatus.Published published =
                freshness.status() == null ? null : freshness.status().published();
        if (published == null) {
            return "STALE, never published";
        }
        return (freshness.isFresh() ? "fresh" : "STALE") + ", snapshot " + published.snapshot() + ", read "
                + words(published.age()) + " ago, published " + published.publishedAt()
                + within(freshness.freshWithin());
    }

    private static String within(@Nullable Duration freshWithin) {
        return freshWithin == null ? "" : "; fresh within " + words(freshWithin);
    }

    private static void open(SourceStatus.@Nullable Open open, List<String> lines) {
        if (open != null) {
            SourceStatus.HostProcess process = open.process();
            lines.add("  snapshot " + open.snapshot()
                    + (process == null ? " was interrupted" : " is under way (" + SafeText.of(process.toString()) + ")")
                    + ", run " + open.runs() + ", since " + open.startedAt() + ": " + open.groupsRead() + " of "
                    + open.groups() + " groups listed so far read, " + open.gaps() + " in gap");
        }
    }

    /** What neither the headline nor the lines before it tell. */
    private static void lastRun(SourceStatus.LastRun run, SourceStatus.@Nullable Open open, List<String> lines) {
        SourceStatus.RunEnd end = run.end();
        if (end == null) {
            if (open == null || open.process() == null) {
                lines.add("  the last run (" + SafeText.of(run.process().toString()) + ") began at " + run.startedAt()
                        + " and has not ended, or was killed");
            }
            return;
        }
        switch (end.outcome()) {
            case "failed" ->
                lines.add("  the last run failed at " + end.at() + ": "
                        + SafeText.of(end.message(), "no reason is known"));
            case "stopped" -> lines.add("  the last run was stopped at " + end.at() + "; run again to resume");
            default -> {}
        }
    }

    /** Such as 26 h 5 min, 3 min 20 s, or 12 s. */
    private static String words(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + " s";
    }
}
