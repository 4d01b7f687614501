package dev.rollcall.cli.progress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how many rows of an answer are written, by standard error: on a terminal by a line that is painted anew and is
 * gone at the end, else by a line in the log every 30 s.
 */
public final class RowsDisplay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RowsDisplay.class);

    private static final Duration LIVE = Duration.ofMillis(500);
    private static final Duration IN_LOG = Duration.ofSeconds(30);

    private final boolean live;
    private final LiveLines lines = new LiveLines(System.err, TerminalSize::now);
    private final AtomicLong rows = new AtomicLong();
    private final ScheduledExecutorService ticks;
    private volatile String what = "";

    /** @param live whether standard error is a terminal that can be painted on */
    public RowsDisplay(boolean live) {
        this.live = live;
        this.ticks = Executors.newSingleThreadScheduledExecutor(tick -> {
            Thread thread = new Thread(tick, "rollcall-progress");
            thread.setDaemon(true);
            return thread;
        });
        long millis = (live ? LIVE : IN_LOG).toMillis();
        var unused = ticks.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The next rows are of something else. */
    public void begin(String whatFollows) {
        rows.set(0);
        what = whatFollows;
    }

    /** Another row is written. */
    public void row() {
        rows.lazySet(rows.get() + 1);
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
        String line = String.format(Locale.ROOT, "%s: %,d rows", what, rows.get());
        if (live) {
            lines.paint((columns, height) -> List.of(line.substring(0, Math.min(line.length(), columns))));
        } else {
            log.info(line);
        }
    }
}
