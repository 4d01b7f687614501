package dev.rollcall.sync.run;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.RequestPacer;
import dev.rollcall.directory.pacing.StopSignal;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.staging.GroupCheckpoints.GroupCounts;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run on one source, as the steps of its job share it: from the opening of its snapshot to the end of its job. Safe
 * for use by several threads.
 */
public final class RunContext {
    private final OpenedSource source;
    private final OpenedSnapshot snapshot;
    private final SyncOptions options;
    private final SourceLock lock;
    private final ResultBuilder results;
    private final GroupQueue queue;
    private final GapCounter gaps;
    private final ProgressCounters progress;
    private final StopSignal stop = new StopSignal();
    private final RequestPacer pacer;
    private final Queue<RequestCounter> counters = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable Comparison comparison;
    private volatile @Nullable SnapshotRow published;
    private volatile boolean stopRequested;
    private volatile @Nullable Runnable longStatement;
    private volatile boolean longStatementCancelled;

    RunContext(
            OpenedSource source,
            OpenedSnapshot snapshot,
            SyncOptions options,
            SourceLock lock,
            GroupReading reading,
            ResultBuilder results) {
        long id = snapshot.token().snapshot();
        GroupCounts before = snapshot.resumed() ? reading.checkpoints().count(id) : GroupCounts.NONE;
        this.source = source;
        this.snapshot = snapshot;
        this.options = options;
        this.lock = lock;
        this.results = results;
        this.queue = new GroupQueue(reading.checkpoints(), id);
        this.gaps =
                new GapCounter(new GapLimit(source().gapsMaxPercent()), before.described() > 0, before.answered() > 0);
        this.pacer = new RequestPacer(
                source().requestsPerSecond(), source().directory().workers(), reading.limits(), stop);
        this.progress = new ProgressCounters(before);
    }

    public Source source() {
        return source.source();
    }

    OpenedSnapshot snapshot() {
        return snapshot;
    }

    ResultBuilder results() {
        return results;
    }

    /** Proves to the database that a transaction is this run's. */
    public FencingToken token() {
        return snapshot.token();
    }

    /** The number of this run among its snapshot's runs, from 1. */
    public int number() {
        return snapshot.run();
    }

    public SyncOptions options() {
        return options;
    }

    public GroupQueue queue() {
        return queue;
    }

    public GapCounter gaps() {
        return gaps;
    }

    public ProgressCounters progress() {
        return progress;
    }

    /** A counter for the requests of one reader. What no chunk takes of it is in {@link #takeRemainingCounts}. */
    public RequestCounter newCounter() {
        RequestCounter counter = new RequestCounter();
        counters.add(counter);
        return counter;
    }

    /**
     * The identity store, paced with the whole run's rate.
     *
     * @param counter of the requests that are sent through it
     * @throws IllegalStateException when this run publishes what is staged and sends no request
     */
    public Directory directory(RequestCounter counter) {
        return pacer.around(opened(), counter);
    }

    private Directory opened() {
        Directory directory = source.directory();
        if (directory == null) {
            throw new IllegalStateException("this run publishes what is staged and sends no request");
        }
        return directory;
    }

    /**
     * The identity store, paced with the whole run's rate. A request that fails is not repeated.
     *
     * @param counter of the requests that are sent through it
     * @throws IllegalStateException when this run publishes what is staged and sends no request
     */
    public Directory directoryWithoutRetry(RequestCounter counter) {
        return pacer.withoutRetry(opened(), counter);
    }

    /** Whether the source answers nothing at all, so that a request which failed for good says nothing of its group. */
    public boolean isSourceGivenUp() {
        return pacer.isSourceGivenUp();
    }

    /** What a counter counted since the last call. */
    public RequestCounts takeCounts(RequestCounter counter) {
        RequestCounter.Counts counts = counter.take();
        RequestCounts taken = new RequestCounts(counts.requests(), counts.retries(), counts.throttles());
        progress.addRequests(taken);
        return taken;
    }

    /** What the run's counters counted and nobody took, as after the last chunk of each reader. */
    List<RequestCounts> takeRemainingCounts() {
        return counters.stream().map(this::takeCounts).toList();
    }

    /** Fails when the connection that holds the source's lock is gone. */
    public void checkLock() {
        lock.check();
    }

    /** Ends the run as failed. Of several failures the first is told. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        stop();
    }

    /** The first failure; null when there was none. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** Ends the run at the next page, since the process is to end. */
    void requestStop() {
        stopRequested = true;
        stop();
    }

    /** Whether the run ends since the process is to end, and not by a failure of its own. */
    boolean isStopRequested() {
        return stopRequested;
    }

    /** No thread sends another request; what is in flight is cancelled, since an answer may take long. */
    private void stop() {
        stop.stop();
        queue.endWaiting();
        source.close();
    }

    /** Whether the run ends at the next page, for whichever reason. */
    public boolean isStopped() {
        return stop.isStopped();
    }

    /**
     * Begins or ends a statement that has no time limit.
     *
     * @param cancel cancels the statement that begins; null when it has ended
     */
    public void setLongStatement(@Nullable Runnable cancel) {
        longStatement = cancel;
    }

    /** Cancels the statement that has no time limit, if there is one: the process can't wait for it any longer. */
    void cancelLongStatement() {
        Runnable cancel = longStatement;
        if (cancel != null) {
            longStatementCancelled = true;
            cancel.run();
        }
    }

    public boolean isLongStatementCancelled() {
        return longStatementCancelled;
    }

    /** Keeps what was published, once that is committed: whatever comes after, the snapshot is published. */
    public void setPublished(SnapshotRow snapshot) {
        published = snapshot;
    }

    /** What was published; null when nothing was, and when the answer to the commit was lost. */
    @Nullable
    SnapshotRow published() {
        return published;
    }

    /** Keeps what publishing would change, as a dry run found out. */
    public void setComparison(Comparison found) {
        comparison = found;
    }

    /** What publishing would change; null until a dry run has found out. */
    @Nullable
    Comparison comparison() {
        return comparison;
    }
}
