package dev.rollcall.sync;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.pace.Pace;
import dev.rollcall.directory.pace.StopSignal;
import dev.rollcall.directory.pace.Tally;
import dev.rollcall.source.Source;
import dev.rollcall.store.Comparison;
import dev.rollcall.store.Hold;
import dev.rollcall.store.Requests;
import dev.rollcall.store.SourceLock;
import dev.rollcall.sync.Opening.Opened;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run on one source: what its steps share. Lives from the opening to the end of the job. Safe for use by several
 * threads.
 */
final class SyncRun {
    private final Source source;
    private final Opened opened;
    private final SyncOptions options;
    private final SourceLock lock;
    private final Reading reading;
    private final GapLimit gapLimit;
    private volatile @Nullable Comparison comparison;
    private final Queue<Tally> tallies = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean toldToStop;
    private volatile boolean cut;
    private volatile @Nullable Runnable longStatement;

    /**
     * What the run reads with.
     *
     * @param directory null for a run that only publishes what is staged
     */
    record Reading(@Nullable Directory directory, Pace pace, StopSignal stop, Progress progress, GroupQueue queue) {}

    SyncRun(Source source, Opened opened, SyncOptions options, SourceLock lock, Reading reading) {
        this.source = source;
        this.opened = opened;
        this.options = options;
        this.lock = lock;
        this.reading = reading;
        this.gapLimit = new GapLimit(source.gapsMaxPercent());
    }

    Source source() {
        return source;
    }

    Hold hold() {
        return opened.hold();
    }

    GroupQueue queue() {
        return reading.queue();
    }

    /** What publishing would change; null until a dry run has found out. */
    @Nullable
    Comparison comparison() {
        return comparison;
    }

    void compared(Comparison found) {
        comparison = found;
    }

    Opened opened() {
        return opened;
    }

    SyncOptions options() {
        return options;
    }

    GapLimit gapLimit() {
        return gapLimit;
    }

    Progress progress() {
        return reading.progress();
    }

    /** A worker's tally; what it holds at the end is {@link #takeRest}. */
    Tally newTally() {
        Tally tally = new Tally();
        tallies.add(tally);
        return tally;
    }

    /** The identity store, paced with the whole run's rate, its requests counted in the given tally. */
    Directory directory(Tally tally) {
        Directory directory = reading.directory();
        if (directory == null) {
            throw new IllegalStateException("this run publishes what is staged and sends no request");
        }
        return reading.pace().around(directory, tally);
    }

    /** The requests of a tally since the last call. */
    Requests take(Tally tally) {
        Tally.Counts counts = tally.take();
        progress().sent(counts.requests());
        return new Requests(counts.requests(), counts.retries(), counts.throttles());
    }

    /** The requests that no chunk took. */
    List<Requests> takeRest() {
        return tallies.stream().map(this::take).toList();
    }

    /** Fails when the connection that holds the source's lock is gone. */
    void checkLock() {
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

    /** @param cancel ends the statement that takes as long as it takes; null when there is none any more */
    void longStatement(@Nullable Runnable cancel) {
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
    boolean isCut() {
        return cut;
    }

    private void stop() {
        reading.stop().stop();
        queue().endWaiting();
    }

    boolean isStopped() {
        return reading.stop().isStopped();
    }

    /** Ends the run as failed; the first failure is the one told. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        stop();
    }

    /** The first failure; null when there was none. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }
}
