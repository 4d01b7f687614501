package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source's status, for a person. */
public final class StatusText {
    private StatusText() {}

    /** All that is known, whatever room there is. */
    public static List<String> of(SourceFreshness freshness) {
        return lines(freshness, progress -> "  " + progress.sentence());
    }

    /** For a terminal that is painted anew: what is under way has a bar, and longer lines are broken. */
    public static List<String> of(SourceFreshness freshness, int columns) {
        return lines(freshness, progress -> progress.line(" ", columns)).stream()
                .flatMap(line -> BrokenLines.of(line, columns).stream())
                .toList();
    }

    private static List<String> lines(SourceFreshness freshness, Function<RunProgress, String> underWay) {
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
        if (status.open() != null) {
            open(status.open(), underWay, lines);
        }
        if (status.guarded() != null) {
            lines.add("  snapshot " + status.guarded() + " is held back by the guard; to publish it: rollcall sync "
                    + freshness.name() + " --accept-removals=" + status.guarded());
        }
        if (status.lastRun() != null) {
            lastRun(freshness.name(), status.lastRun(), status.open(), lines);
        }
        if (status.noticesUndelivered() > 0) {
            lines.add("  notices that could not be delivered so far: " + status.noticesUndelivered());
        }
        return lines;
    }

    private static String headline(SourceFreshness freshness) {
        SourceStatus.Published published = freshness.published();
        if (published == null) {
            return "STALE, never published";
        }
        return (freshness.isFresh() ? "fresh" : "STALE") + ", snapshot " + published.snapshot() + ", read "
                + words(published.age()) + " ago, published " + published.publishedAt()
                + freshness.wanted();
    }

    private static void open(SourceStatus.Open open, Function<RunProgress, String> underWay, List<String> lines) {
        SourceStatus.Reading reading = open.reading();
        SourceStatus.Run run = open.run();
        if (run == null) {
            lines.add("  snapshot " + open.snapshot() + " was interrupted at " + open.step() + ", begun "
                    + open.startedAt() + ", "
                    + open.runs() + (open.runs() == 1 ? " run" : " runs") + ": " + reading.groupsRead() + " of "
                    + reading.groups() + " groups listed so far read, " + reading.gaps() + " in gap");
            return;
        }
        lines.add("  snapshot " + open.snapshot() + " is under way since " + run.since() + ", run " + open.runs()
                + ", on " + SafeText.of(run.process().toString())
                + (run.expectedEnd() == null
                        ? ""
                        : "; all is read at about " + run.expectedEnd().truncatedTo(ChronoUnit.SECONDS)));
        lines.add(underWay.apply(progress(open, run)));
    }

    /** How far the run is that works on an open snapshot. */
    static RunProgress progress(SourceStatus.Open open, SourceStatus.Run run) {
        SourceStatus.Reading reading = open.reading();
        return new RunProgress(
                open.step(),
                reading.groupsRead(),
                reading.groups(),
                reading.memberships(),
                run.rate(),
                reading.throttles(),
                reading.gaps(),
                run.left());
    }

    /** What neither the headline nor the lines before it tell. */
    private static void lastRun(
            String source, SourceStatus.LastRun run, SourceStatus.@Nullable Open open, List<String> lines) {
        SourceStatus.RunEnd end = run.end();
        if (end == null) {
            if (open == null || open.run() == null) {
                lines.add("  the last run (" + SafeText.of(run.process().toString()) + ") began at " + run.startedAt()
                        + " and has not ended, or was killed");
            }
            return;
        }
        switch (end.outcome()) {
            case "failed" ->
                lines.add(
                        end.isParked()
                                ? parked(source, end)
                                : "  the last run failed at " + end.at() + ": "
                                        + SafeText.of(end.message(), "no reason is known") + "; "
                                        + FailureAdvice.of(source, String.valueOf(end.code()), open != null));
            case "stopped" -> lines.add("  the last run was stopped at " + end.at() + "; run again to resume");
            default -> {}
        }
    }

    /** Its message is a worker's, which says as much to a log. */
    private static String parked(String source, SourceStatus.RunEnd end) {
        return "  PARKED since " + end.at() + ": " + killed(end)
                + ", and none reads it any more; look into the kernel's log, or at the pods, why they died; then: rollcall sync "
                + source;
    }

    /** How many workers, from the message that parked the source. */
    static String killed(SourceStatus.RunEnd end) {
        return SafeText.of(end.message(), "").replaceFirst("^parked: ", "").replaceFirst(";.*$", "");
    }

    /** Such as 26 h 5 min, 3 min 20 s, or 12 s. */
    static String words(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + " s";
    }
}
