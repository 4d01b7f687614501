package dev.rollcall.cli.progress;

import dev.rollcall.cli.text.RunProgress;
import dev.rollcall.sync.Progress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The progress of one source's run, in words. For one thread. */
final class SourceProgress {
    private static final double NANOS = 1e9;
    private static final Duration IN_LOG = Duration.ofSeconds(30);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final String source;
    private final Progress progress;
    private final LongSupplier clock;
    private final RequestRate rate;
    private final long began;
    private long logged;
    private long publishBegan;
    private boolean publishes;
    private boolean publishLogged;

    /** @param clock gives nanoseconds since a fixed moment */
    SourceProgress(String source, Progress progress, LongSupplier clock) {
        this.source = source;
        this.progress = progress;
        this.clock = clock;
        this.rate = new RequestRate(clock);
        this.began = clock.getAsLong();
        this.logged = began;
    }

    /**
     * For a terminal.
     *
     * @param name of the source, as wide as those of the lines beside it
     * @param columns the line is not wider
     */
    String line(String name, int columns) {
        return now().line(name, columns);
    }

    /** For the log: every 30 seconds, and once when the publish takes more than two; null when none is due. */
    @Nullable
    String dueInLog() {
        long now = clock.getAsLong();
        if (progress.publishing() && !publishes) {
            publishes = true;
            publishBegan = now;
        }
        boolean slow = publishes && !publishLogged && now - publishBegan >= SLOW.toNanos();
        RunProgress sample = now();
        if (!slow && now - logged < IN_LOG.toNanos()) {
            return null;
        }
        logged = now;
        publishLogged |= publishes;
        return "source " + source + ": " + sample.sentence() + ", " + progress.users() + " users";
    }

    private RunProgress now() {
        return new RunProgress(
                step(),
                progress.groupsRead(),
                progress.groups(),
                progress.memberships(),
                rate.now(progress.requests()),
                progress.throttles(),
                progress.gaps(),
                left());
    }

    private String step() {
        if (progress.publishing()) {
            return "publish";
        }
        return progress.listed() ? "memberships" : "listing";
    }

    /** At the whole run's rate, which jumps less than that of late; a request that was refused brought nothing nearer. */
    private @Nullable Duration left() {
        OptionalLong left = progress.requestsLeft();
        long sent = progress.requests() - progress.throttles();
        if (left.isEmpty() || sent <= 0 || progress.publishing()) {
            return null;
        }
        double seconds = (clock.getAsLong() - began) / NANOS;
        return Duration.ofSeconds((long) Math.ceil(left.getAsLong() * seconds / sent));
    }
}
