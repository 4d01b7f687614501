package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.notice.NoticeDelivery;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.LastRuns;
import dev.rollcall.store.snapshot.UnpublishedSources;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.ConnectionLimit;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;

/**
 * Runs one source, from taking its lock to releasing it, and keeps what became of the run. Safe for use by several
 * threads.
 */
final class SourceRunner {
    private static final Logger log = LoggerFactory.getLogger(SourceRunner.class);

    private final SourceRegistry registry;
    private final UnpublishedSources unpublished;
    private final RunRecorder recorder;
    private final LockedRun lockedRun;
    private final ActiveRuns runs;
    private final NoticeDelivery notices;
    private final Semaphore connections;

    SourceRunner(
            SourceRegistry registry,
            UnpublishedSources unpublished,
            RunRecorder recorder,
            LockedRun lockedRun,
            ActiveRuns runs,
            NoticeDelivery notices,
            ConnectionLimit limit) {
        this.registry = registry;
        this.unpublished = unpublished;
        this.recorder = recorder;
        this.lockedRun = lockedRun;
        this.runs = runs;
        this.notices = notices;
        this.connections = new Semaphore(limit.most(), true);
    }

    /**
     * Runs to the end, after waiting for as many connections as the run needs, and delivers the source's notices when
     * others may have those connections, and the source. Any failure is in the result.
     */
    SyncResult run(OpenedSource opened, SyncOptions options, SyncListener listener) {
        MDC.put(LogFields.SOURCE, opened.source().name());
        try {
            SyncResult result = runToItsEnd(opened, options, listener);
            if (options.dryRun() == null) {
                notices.deliver(opened.source());
            }
            return result;
        } finally {
            MDC.remove(LogFields.SNAPSHOT);
            MDC.remove(LogFields.SOURCE);
        }
    }

    private SyncResult runToItsEnd(OpenedSource opened, SyncOptions options, SyncListener listener) {
        Source source = opened.source();
        ResultBuilder results = new ResultBuilder(source);
        int needed = ConnectionBudget.of(source);
        connections.acquireUninterruptibly(needed);
        try (SourceLock lock = lock(opened, options)) {
            LastRuns.Begun begun = options.dryRun() == null ? recorder.begin(lock.source()) : null;
            SyncResult result = runLocked(opened, lock, options, listener, results, begun);
            recorder.end(begun, source, result);
            return RunLog.tell(result);
        } catch (SourceBusyException e) {
            return RunLog.tell(results.busy(e));
        } catch (RuntimeException e) {
            return RunLog.tell(opened.refusal() == null ? failed(results, e) : results.failed(opened.refusal()));
        } finally {
            connections.release(needed);
        }
    }

    private SyncResult runLocked(
            OpenedSource opened,
            SourceLock lock,
            SyncOptions options,
            SyncListener listener,
            ResultBuilder results,
            LastRuns.@Nullable Begun begun) {
        try {
            if (opened.refusal() != null) {
                return results.failed(opened.refusal());
            }
            if (runs.isStopping()) {
                return results.stopped();
            }
            RunContext run = lockedRun.open(opened, lock, options, results);
            MDC.put(LogFields.SNAPSHOT, Long.toString(run.token().snapshot()));
            RunLog.begins(run);
            recorder.opened(begun, run.token().snapshot());
            return lockedRun.run(run, listener);
        } catch (RuntimeException e) {
            return failed(results, e);
        } finally {
            if (options.dryRun() != null) {
                removeUnread(lock);
            }
        }
    }

    /** A dry run leaves no source behind that was not there before. */
    private void removeUnread(SourceLock lock) {
        try {
            lock.check();
            unpublished.removeUnread(lock.source());
        } catch (RuntimeException e) {
            // What the dry run found is known: nothing that comes after changes it.
            log.warn("the dry run could not take its source away again; the next dry run will");
            log.debug("why", e);
        }
    }

    private SyncResult failed(ResultBuilder results, RuntimeException e) {
        RollcallException error = ErrorTranslator.translate(e);
        if (runs.isStopping() && error instanceof DatabaseException) {
            return results.stopped();
        }
        if (error.blame() == Blame.BUG) {
            log.error("the run failed in a way that is not foreseen", e);
        }
        return results.failed(e);
    }

    /** Records that runs were refused before they began, and delivers the notices of that. */
    void recordRefusal(List<Source> sources, RollcallException refusal) {
        sources.forEach(source -> recordRefusal(source, refusal));
        notices.deliver(sources);
    }

    /** Records that a run was refused before it began, unless another run holds the source. */
    private void recordRefusal(Source source, RollcallException refusal) {
        try (SourceLock lock = lockToRecord(source)) {
            recorder.end(recorder.begin(lock.source()), source, new ResultBuilder(source).failed(refusal));
        } catch (RollcallException | DataAccessException e) {
            log.debug("the refusal of source {} is not recorded", source.name(), e);
        }
    }

    private SourceLock lock(OpenedSource opened, SyncOptions options) {
        Source source = opened.source();
        if (opened.refusal() != null) {
            return lockToRecord(source);
        }
        String store = source.directory().identityStoreId();
        if (options.dryRun() == null) {
            unpublished.giveWay(source.name(), source.provider(), store);
        } else {
            unpublished.giveWayUnlessRead(source.name(), source.provider(), store);
        }
        return registry.lock(source.name(), source.provider(), store);
    }

    /** For a run that reads nothing: no other source gives way to it. */
    private SourceLock lockToRecord(Source source) {
        return registry.lockIfKnown(source.name())
                .orElseGet(() -> registry.lock(
                        source.name(), source.provider(), source.directory().identityStoreId()));
    }
}
