package dev.rollcall.cli.progress;

import dev.rollcall.source.Source;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of runs, by standard error: on a terminal a line each that is painted anew and is gone at the end,
 * else a line in the log every 30 s.
 */
public final class ProgressDisplay implements SyncListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProgressDisplay.class);

    private static final Duration LIVE = Duration.ofMillis(500);
    private static final Duration IN_LOG = Duration.ofSeconds(30);

    private final boolean live;
    private final Map<String, SourceProgress> sources = new ConcurrentSkipListMap<>();
    private final PrintStream standardError = System.err;
    private final LiveLines lines = new LiveLines(standardError, TerminalSize::now);
    private final ScheduledExecutorService ticks;

    /**
     * @param live whether standard error is a terminal that can be painted on. Until this is closed, what is written to
     *     {@link System#err} then stands above the lines
     */
    public ProgressDisplay(boolean live) {
        this.live = live;
        this.ticks = Executors.newSingleThreadScheduledExecutor(tick -> {
            Thread thread = new Thread(tick, "rollcall-progress");
            thread.setDaemon(true);
            return thread;
        });
        if (live) {
            System.setErr(lines.above());
        }
        long millis = (live ? LIVE : IN_LOG).toMillis();
        var unused = ticks.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void started(Source source, Progress progress) {
        sources.put(source.name(), new SourceProgress(source.name(), progress, new RequestRate(System::nanoTime)));
    }

    @Override
    public void ended(Source source, SyncResult result) {
        sources.remove(source.name());
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        sources.clear();
        if (live) {
            lines.close();
            System.setErr(standardError);
        }
    }

    private void show() {
        if (live) {
            lines.paint(columns -> sources.values().stream()
                    .map(source -> source.line(columns))
                    .toList());
        } else {
            sources.values().forEach(source -> log.info(source.sentence()));
        }
    }
}
