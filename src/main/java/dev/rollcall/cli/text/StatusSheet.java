package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.TextWidth;
import dev.rollcall.store.snapshot.SourceStatus;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of many sources, for a person: how many are in which state, where runs are under way, a line a source. */
public final class StatusSheet {
    /** Fewer sources are told one by one, with all that is known of each. */
    private static final int LEAST = 21;

    private static final int MOST_OF_MESSAGE = 100;
    private static final String BETWEEN = "  ";

    private final List<SourceFreshness> sources;
    private final int stateWidth;
    private final int nameWidth;
    // Made once: String.format takes several times as long, which counts with hundreds of lines.
    private final NumberFormat numbers = NumberFormat.getIntegerInstance(Locale.ROOT);

    private StatusSheet(List<SourceFreshness> sources) {
        this.sources = sources;
        this.stateWidth = sources.stream()
                .mapToInt(source -> source.state().word().length())
                .max()
                .orElse(0);
        this.nameWidth = sources.stream()
                .mapToInt(source -> source.name().length())
                .max()
                .orElse(0);
    }

    /** Whether there are so many sources that this is their form. */
    public static boolean isFor(List<SourceFreshness> sources) {
        return sources.size() >= LEAST;
    }

    /** The summary, then the sources in the order given; however wide a line is. */
    public static List<String> of(List<SourceFreshness> sources) {
        StatusSheet sheet = new StatusSheet(sources);
        List<String> lines = new ArrayList<>();
        lines.add(sheet.summary());
        sheet.underWay().ifPresent(lines::add);
        sources.forEach(source -> lines.add(sheet.line(source)));
        return lines;
    }

    /** The same for a terminal that is painted anew: no line is wider. */
    public static List<String> of(List<SourceFreshness> sources, int columns) {
        return of(sources).stream().map(line -> TextWidth.cut(line, columns)).toList();
    }

    private String summary() {
        Map<SourceFreshness.State, Long> counts = sources.stream()
                .collect(Collectors.groupingBy(SourceFreshness::state, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count ->
                        numbers.format(count.getValue()) + " " + count.getKey().word())
                .collect(Collectors.joining(", ", numbers.format(sources.size()) + " sources: ", ""));
    }

    /** Which process runs how many of them. */
    private Optional<String> underWay() {
        Map<String, Long> processes = sources.stream()
                .map(StatusSheet::run)
                .filter(run -> run != null)
                .collect(Collectors.groupingBy(
                        run -> SafeText.of(run.process().toString()), TreeMap::new, Collectors.counting()));
        return processes.isEmpty()
                ? Optional.empty()
                : Optional.of(processes.entrySet().stream()
                        .map(process -> numbers.format(process.getValue()) + " on " + process.getKey())
                        .collect(Collectors.joining("; ", "under way: ", "")));
    }

    private String line(SourceFreshness source) {
        String state = source.state().word();
        String head = state + " ".repeat(stateWidth - state.length()) + BETWEEN + source.name();
        List<String> words = new ArrayList<>();
        SourceStatus status = source.status();
        if (status != null) {
            problems(source, status, words);
            if (status.published() != null) {
                published(source, status.published(), words);
            }
            if (status.open() != null) {
                open(status.open(), words);
            }
            if (status.noticesUndelivered() > 0) {
                words.add("notices undelivered: " + numbers.format(status.noticesUndelivered()));
            }
        }
        return words.isEmpty()
                ? head
                : head + " ".repeat(nameWidth - source.name().length()) + BETWEEN + String.join("; ", words);
    }

    private static void problems(SourceFreshness source, SourceStatus status, List<String> words) {
        SourceStatus.RunEnd failure = source.failure();
        if (failure != null && failure.isParked()) {
            words.add("since " + failure.at() + ": " + StatusText.killed(failure));
        } else if (failure != null) {
            words.add("the last run failed at " + failure.at() + ": " + failure.code() + ", "
                    + TextWidth.cut(SafeText.of(failure.message(), "no reason is known"), MOST_OF_MESSAGE));
        }
        if (status.guarded() != null) {
            words.add("snapshot " + status.guarded() + " is held back by the guard");
        }
        SourceStatus.LastRun last = status.lastRun();
        if (last != null && last.end() == null && run(source) == null) {
            words.add("the last run (" + SafeText.of(last.process().toString()) + ") has not ended, or was killed");
        }
    }

    private void published(SourceFreshness source, SourceStatus.Published published, List<String> words) {
        words.add("read " + StatusText.words(published.age()) + " ago" + (source.isFresh() ? "" : source.wanted()));
        words.add(numbers.format(published.totals().groups()) + " groups, "
                + numbers.format(published.totals().memberships()) + " memberships, "
                + numbers.format(published.totals().users()) + " users");
        if (published.gaps() > 0) {
            words.add(numbers.format(published.gaps()) + " groups in gap");
        }
    }

    private void open(SourceStatus.Open open, List<String> words) {
        SourceStatus.Run run = open.run();
        if (run == null) {
            words.add("interrupted at " + open.step() + ", "
                    + numbers.format(open.reading().groupsRead()) + " of "
                    + numbers.format(open.reading().groups()) + " groups read");
        } else {
            words.add(StatusText.progress(open, run).sentence() + ", on "
                    + SafeText.of(run.process().toString()));
        }
    }

    private static SourceStatus.@Nullable Run run(SourceFreshness source) {
        SourceStatus.Open open =
                source.status() == null ? null : source.status().open();
        return open == null ? null : open.run();
    }
}
