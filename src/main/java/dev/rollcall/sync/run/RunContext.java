package dev.rollcall.sync.run;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.RequestPacer;
import dev.rollcall.directory.pacing.StopSignal;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.run.SnapshotOpener.Opened;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run on one source: what its steps share. Lives from the opening to the end of the job. Safe for use by several
 * threads.
 */
public final class RunContext {
    private final Source source;
    private final Opened opened;
    private final SyncOptions options;
    private final SourceLock lock;
    private final Reading reading;
    private final GapLimit gapLimit;
    private volatile @Nullable Comparison comparison;
    private final Queue<RequestCounter> tallies = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean toldToStop;
    private volatile boolean cut;
    private volatile @Nullable Runnable longStatement;

    /**
     * What the run reads with.
     *
     * @param directory null for a run that only publishes what is staged
     */
    record Reading(
            @Nullable Directory directory,
            RequestPacer pace,
            StopSignal stop,
            ProgressCounters progress,
            GroupQueue queue) {}

    RunContext(Source source, Opened opened, SyncOptions options, SourceLock lock, Reading reading) {
        this.source = source;
        this.opened = opened;
        this.options = options;
        this.lock = lock;
        this.reading = reading;
        this.gapLimit = new GapLimit(source.gapsMaxPercent());
    }

    public Source source() {
        return source;
    }

    public FencingToken token() {
        return opened.token();
    }

    public GroupQueue queue() {
        return reading.queue();
    }

    /** What publishing would change; null until a dry run has found out. */
    @Nullable
    Comparison comparison() {
        return comparison;
    }

    public void compared(Comparison found) {
        comparison = found;
    }

    Opened opened() {
        return opened;
    }

    public SyncOptions options() {
        return options;
    }

    public GapLimit gapLimit() {
        return gapLimit;
    }

    public ProgressCounters progress() {
        return reading.progress();
    }

    /** A worker's tally; what it holds at the end is {@link #takeRest}. */
    public RequestCounter newTally() {
        RequestCounter tally = new RequestCounter();
        tallies.add(tally);
        return tally;
    }

    /** The identity store, paced with the whole run's rate, its requests counted in the given tally. */
    public Directory directory(RequestCounter tally) {
        Directory directory = reading.directory();
        if (directory == null) {
            throw new IllegalStateException("this run publishes what is staged and sends no request");
        }
        return reading.pace().around(directory, tally);
    }

    /** The requests of a tally since the last call. */
    public RequestCounts take(RequestCounter tally) {
        RequestCounter.Counts counts = tally.take();
        progress().addRequests(counts.requests());
        return new RequestCounts(counts.requests(), counts.retries(), counts.throttles());
    }

    /** The requests that no chunk took. */
    List<RequestCounts> takeRest() {
        return tallies.stream().map(this::take).toList();
    }

    /** Fails when the connection that holds the source's lock is gone. */
    public void checkLock() {
        lock.check();
    }

    /** Ends the run at the next page, since the process is to end. */
    void tellToStop() {
        toldToStop = true;
        stop();
    }

    /** Whether the process is to end; a run that failed by itself is only stopped. */
    boolean isToldToStop() {
        return toldToStop;
    }

    /**
     * Tells which statement runs without a limit.
     *
     * @param cancel ends it; null when it has ended
     */
    public void longStatement(@Nullable Runnable cancel) {
        longStatement = cancel;
    }

    /** Ends the long statement, if there is one: the process can't wait for it any longer. */
    void cut() {
        Runnable cancel = longStatement;
        if (cancel != null) {
            cut = true;
            cancel.run();
        }
    }

    /** Whether a long statement was ended. */
    public boolean isCut() {
        return cut;
    }

    private void stop() {
        reading.stop().stop();
        queue().endWaiting();
    }

    public boolean isStopped() {
        return reading.stop().isStopped();
    }

    /** Ends the run as failed; the first failure is the one told. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        stop();
    }

    /** The first failure; null when there was none. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }
}
