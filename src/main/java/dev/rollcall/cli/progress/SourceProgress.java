package dev.rollcall.cli.progress;

import dev.rollcall.directory.TextWidth;
import dev.rollcall.sync.Progress;
import java.util.Locale;

/** The progress of one source's run, in words. */
final class SourceProgress {
    private static final int MOST_OF_NAME = 24;
    private static final int LEAST_OF_BAR = 10;
    private static final int MOST_OF_BAR = 40;

    private final String source;
    private final Progress progress;
    private final RequestRate rate;

    SourceProgress(String source, Progress progress, RequestRate rate) {
        this.source = source;
        this.progress = progress;
        this.rate = rate;
    }

    /**
     * For a terminal: a line with a bar, as far as there is room for one.
     *
     * @param columns the line is not longer
     */
    String line(int columns) {
        String name = TextWidth.cut(source, MOST_OF_NAME);
        String numbers = numbers();
        int room = Math.min(columns - name.length() - numbers.length() - "  []  ".length(), MOST_OF_BAR);
        String line = progress.listed() && room >= LEAST_OF_BAR
                ? name + "  [" + bar(room) + "]  " + numbers
                : name + "  " + numbers;
        return line.substring(0, Math.min(line.length(), columns));
    }

    private String bar(int length) {
        long groups = progress.groups();
        long done = groups == 0 ? length : Math.min(length, length * progress.groupsRead() / groups);
        return "=".repeat((int) done) + " ".repeat(length - (int) done);
    }

    private String numbers() {
        String read = progress.listed()
                ? String.format(Locale.ROOT, "%,d of %,d groups", progress.groupsRead(), progress.groups())
                : String.format(Locale.ROOT, "%,d of %,d groups or more", progress.groupsRead(), progress.groups());
        return progress.publishing()
                ? read + ", publishing"
                : String.format(
                        Locale.ROOT,
                        "%s, %,d members, %,d req/s",
                        read,
                        progress.memberships(),
                        rate.since(progress.requests()));
    }

    /** For the log. */
    String sentence() {
        return "source " + source + ": " + progress.groupsRead() + " of " + progress.groups()
                + (progress.listed() ? "" : " or more") + " groups, " + progress.memberships() + " memberships, "
                + progress.users() + " users read; " + rate.since(progress.requests()) + " requests/s"
                + (progress.publishing() ? "; publishing" : "");
    }
}
