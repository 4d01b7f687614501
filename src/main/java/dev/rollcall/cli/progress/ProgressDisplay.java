package dev.rollcall.cli.progress;

import dev.rollcall.source.Source;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows the progress of runs: a bar each for a person who watches, else a line in the log every 30 s. */
public final class ProgressDisplay implements SyncListener, AutoCloseable {
    private static final Duration BAR = Duration.ofMillis(500);
    private static final Duration LINE = Duration.ofSeconds(30);

    private final boolean interactive;
    private final Map<String, ProgressView> views = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticks;

    public ProgressDisplay(boolean interactive) {
        this.interactive = interactive;
        this.ticks = Executors.newSingleThreadScheduledExecutor(tick -> {
            Thread thread = new Thread(tick, "rollcall-progress");
            thread.setDaemon(true);
            return thread;
        });
        long millis = (interactive ? BAR : LINE).toMillis();
        var unused = ticks.scheduleAtFixedRate(this::showAll, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void started(Source source, Progress progress) {
        views.put(
                source.name(),
                interactive ? new ProgressOnBar(source.name(), progress) : new ProgressInLog(source.name(), progress));
    }

    @Override
    public void ended(Source source, SyncResult result) {
        ProgressView view = views.remove(source.name());
        if (view != null) {
            view.close();
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        views.values().forEach(ProgressView::close);
        views.clear();
    }

    private void showAll() {
        views.values().forEach(ProgressView::show);
    }
}
