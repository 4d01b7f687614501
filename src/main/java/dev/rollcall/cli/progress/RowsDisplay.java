package dev.rollcall.cli.progress;

import dev.rollcall.directory.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how many rows of an answer are written, on a terminal that can be painted on, by a line on standard error that is
 * painted anew and is gone at the end.
 */
public final class RowsDisplay implements AutoCloseable {
    private static final Duration LIVE = Duration.ofMillis(500);

    private final LiveLines lines = new LiveLines(System.err, TerminalSize::now);
    private final LongSupplier rows;
    private final ScheduledExecutorService ticks;
    private volatile String what = "";

    /** @param rows how many are written, asked by another thread */
    public RowsDisplay(LongSupplier rows) {
        this.rows = rows;
        this.ticks = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("rollcall-progress"));
        var unused = ticks.scheduleAtFixedRate(this::show, LIVE.toMillis(), LIVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next rows are of something else. */
    public void begin(String whatFollows) {
        what = whatFollows;
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        lines.close();
    }

    private void show() {
        if (what.isEmpty()) {
            return;
        }
        String line = String.format(Locale.ROOT, "%s: %,d rows", what, rows.getAsLong());
        lines.paint((columns, height) -> List.of(line.substring(0, Math.min(line.length(), columns))));
    }
}
