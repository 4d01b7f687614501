package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.pacing.RequestPacer;
import dev.rollcall.directory.pacing.StopSignal;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.run.SnapshotOpener.Opened;
import java.util.concurrent.Semaphore;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecutionException;

/** One run on one source, from taking its lock to letting go of it. Safe for use by several threads. */
final class SourceRunner {
    private final SourceRegistry registry;
    private final SnapshotOpener opening;
    private final JobStarter starter;
    private final RunOutcome closing;
    private final ActiveRuns runs;
    private final GroupCheckpoints checkpoints;
    private final Semaphore connections = new Semaphore(ConnectionBudget.MOST, true);

    SourceRunner(
            SourceRegistry registry,
            SnapshotOpener opening,
            JobStarter starter,
            RunOutcome closing,
            ActiveRuns runs,
            GroupCheckpoints checkpoints) {
        this.registry = registry;
        this.opening = opening;
        this.starter = starter;
        this.closing = closing;
        this.runs = runs;
        this.checkpoints = checkpoints;
    }

    /** Runs to the end; whatever goes wrong is in the result. */
    public SyncResult run(OpenedSource task, SyncOptions options, SyncListener listener) {
        Source source = task.source();
        ResultBuilder results = new ResultBuilder(source);
        int needed = ConnectionBudget.of(source);
        connections.acquireUninterruptibly(needed);
        MDC.put(JobContextDecorator.LOGGED_SOURCE, source.name());
        try {
            if (task.refused() != null) {
                return results.failed(null, RequestCounts.NONE, task.refused());
            }
            String store = source.directory().identityStoreId();
            try (SourceLock lock = registry.lock(source.name(), source.provider(), store)) {
                if (runs.isStopping()) {
                    return results.stopped(null, RequestCounts.NONE);
                }
                return locked(task, lock, options, listener, results);
            }
        } catch (SourceBusyException e) {
            return results.busy(e);
        } catch (RuntimeException e) {
            return runs.isStopping() && ErrorTranslator.translate(e) instanceof DatabaseException
                    ? results.stopped(null, RequestCounts.NONE)
                    : results.failed(null, RequestCounts.NONE, e);
        } finally {
            MDC.remove(JobContextDecorator.LOGGED_SOURCE);
            connections.release(needed);
        }
    }

    private SyncResult locked(
            OpenedSource task, SourceLock lock, SyncOptions options, SyncListener listener, ResultBuilder results) {
        Source source = task.source();
        Opened opened = opening.open(lock.source(), source, options);
        starter.recoverDead(lock.source());
        StopSignal stop = new StopSignal();
        ProgressCounters progress = new ProgressCounters();
        RequestPacer pace =
                new RequestPacer(source.requestsPerSecond(), source.directory().workers(), stop);
        RunContext.Reading reading = new RunContext.Reading(
                task.directory(),
                pace,
                stop,
                progress,
                new GroupQueue(checkpoints, opened.token().snapshot()));
        RunContext run = new RunContext(source, opened, options, lock, reading);
        if (opened.resumed()) {
            GroupCheckpoints.GroupCounts before = checkpoints.count(opened.token().snapshot());
            progress.addGroups(before.listed());
            progress.addGroupsRead(before.read());
        }
        runs.add(run);
        listener.started(source, progress);
        try {
            starter.run(opened.token(), opened.attempt()).ifPresent(run::fail);
        } catch (RuntimeException | JobExecutionException e) {
            run.fail(e);
        } finally {
            runs.remove(run);
        }
        return closing.close(run, results);
    }
}
