package dev.rollcall.cli.progress;

import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.source.Source;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of runs, by standard error: on a terminal a block of one line a source that is painted anew and is
 * gone at the end, else a line a source in the log every 30 s.
 */
public final class ProgressDisplay implements SyncListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProgressDisplay.class);

    private static final Duration LIVE = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final boolean live;
    private final ProgressBlock block;
    private final PrintStream standardError = System.err;
    private final LiveLines lines = new LiveLines(standardError, TerminalSize::now);
    private final ScheduledExecutorService ticks;

    /**
     * @param live whether standard error is a terminal that can be painted on. Until this is closed, what is written to
     *     {@link System#err} then stands above the lines
     * @param sources whose runs it shows, in that order
     */
    public ProgressDisplay(boolean live, List<Source> sources) {
        this.live = live;
        this.block = new ProgressBlock(sources.stream().map(Source::name).toList());
        this.ticks = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("rollcall-progress"));
        if (live) {
            System.setErr(lines.above());
        }
        long millis = (live ? LIVE : LOOK).toMillis();
        var unused = ticks.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void started(Source source, Progress progress) {
        block.started(source.name(), new SourceProgress(source.name(), progress, System::nanoTime));
    }

    @Override
    public void ended(Source source, SyncResult result) {
        block.ended(source.name(), result.outcome().toString());
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        if (live) {
            lines.close();
            System.setErr(standardError);
        }
    }

    private void show() {
        if (live) {
            lines.paint(block::lines);
            return;
        }
        for (SourceProgress source : block.running()) {
            String line = source.dueInLog();
            if (line != null) {
                log.info(line);
            }
        }
    }
}
