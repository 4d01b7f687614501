package dev.rollcall.sync.run;

import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import java.util.concurrent.Semaphore;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecutionException;

/** Runs one source, from taking its lock to releasing it. Safe for use by several threads. */
final class SourceRunner {
    private final SourceRegistry registry;
    private final SnapshotOpener snapshotOpener;
    private final JobStarter jobStarter;
    private final RunOutcome runOutcome;
    private final ActiveRuns runs;
    private final GroupReading reading;
    private final Semaphore connections = new Semaphore(ConnectionBudget.MOST, true);

    SourceRunner(
            SourceRegistry registry,
            SnapshotOpener snapshotOpener,
            JobStarter jobStarter,
            RunOutcome runOutcome,
            ActiveRuns runs,
            GroupReading reading) {
        this.registry = registry;
        this.snapshotOpener = snapshotOpener;
        this.jobStarter = jobStarter;
        this.runOutcome = runOutcome;
        this.runs = runs;
        this.reading = reading;
    }

    /** Runs to the end, after waiting for as many connections as the run needs. Any failure is in the result. */
    SyncResult run(OpenedSource opened, SyncOptions options, SyncListener listener) {
        Source source = opened.source();
        ResultBuilder results = new ResultBuilder(source);
        int needed = ConnectionBudget.of(source);
        connections.acquireUninterruptibly(needed);
        MDC.put(JobContextDecorator.LOGGED_SOURCE, source.name());
        try {
            if (opened.refusal() != null) {
                return results.failed(null, RequestCounts.NONE, opened.refusal());
            }
            String store = source.directory().identityStoreId();
            try (SourceLock lock = registry.lock(source.name(), source.provider(), store)) {
                if (runs.isStopping()) {
                    return results.stopped(null, RequestCounts.NONE);
                }
                return runLocked(opened, lock, options, listener, results);
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

    private SyncResult runLocked(
            OpenedSource opened, SourceLock lock, SyncOptions options, SyncListener listener, ResultBuilder results) {
        OpenedSnapshot snapshot = snapshotOpener.open(lock.source(), opened.source(), options);
        jobStarter.prepare(snapshot.token());
        RunContext run = new RunContext(opened, snapshot, options, lock, reading);
        runs.add(run);
        listener.started(run.source(), run.progress());
        try {
            jobStarter.run(snapshot).ifPresent(run::fail);
        } catch (RuntimeException | JobExecutionException e) {
            run.fail(e);
        }
        try {
            return runOutcome.find(run, results);
        } finally {
            runs.remove(run);
        }
    }
}
