package dev.rollcall.sync;

import dev.rollcall.directory.pace.Pace;
import dev.rollcall.directory.pace.StopSignal;
import dev.rollcall.source.Source;
import dev.rollcall.store.MembershipStaging;
import dev.rollcall.store.Requests;
import dev.rollcall.store.SourceBusyException;
import dev.rollcall.store.SourceLock;
import dev.rollcall.store.SourceRegistry;
import dev.rollcall.store.StagingProgress;
import dev.rollcall.sync.Opening.Opened;
import java.util.concurrent.Semaphore;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecutionException;

/** One run on one source, from taking its lock to letting go of it. Safe for use by several threads. */
final class SourceSync {
    private final SourceRegistry registry;
    private final Opening opening;
    private final JobStarter starter;
    private final Closing closing;
    private final SyncRuns runs;
    private final MembershipStaging staging;
    private final Semaphore connections = new Semaphore(Connections.MOST, true);

    SourceSync(
            SourceRegistry registry,
            Opening opening,
            JobStarter starter,
            Closing closing,
            SyncRuns runs,
            MembershipStaging staging) {
        this.registry = registry;
        this.opening = opening;
        this.starter = starter;
        this.closing = closing;
        this.runs = runs;
        this.staging = staging;
    }

    /** Runs to the end; whatever goes wrong is in the result. */
    SyncResult run(SourceTask task, SyncOptions options, SyncListener listener) {
        Source source = task.source();
        Results results = new Results(source);
        int needed = Connections.of(source);
        connections.acquireUninterruptibly(needed);
        MDC.put(SyncConfiguration.LOGGED_SOURCE, source.name());
        try {
            if (task.refused() != null) {
                return results.failed(null, Requests.NONE, task.refused());
            }
            String store = source.directory().identityStoreId();
            try (SourceLock lock = registry.lock(source.name(), source.provider(), store)) {
                if (runs.isStopping()) {
                    return results.stopped(null, Requests.NONE);
                }
                return locked(task, lock, options, listener, results);
            }
        } catch (SourceBusyException e) {
            return results.busy(e);
        } catch (RuntimeException e) {
            return runs.isStopping() && Failures.isOfDatabase(e)
                    ? results.stopped(null, Requests.NONE)
                    : results.failed(null, Requests.NONE, e);
        } finally {
            MDC.remove(SyncConfiguration.LOGGED_SOURCE);
            connections.release(needed);
        }
    }

    private SyncResult locked(
            SourceTask task, SourceLock lock, SyncOptions options, SyncListener listener, Results results) {
        Source source = task.source();
        Opened opened = opening.open(lock.source(), source, options);
        starter.recoverDead(lock.source());
        StopSignal stop = new StopSignal();
        Progress progress = new Progress();
        Pace pace = new Pace(source.requestsPerSecond(), source.directory().workers(), stop);
        SyncRun.Reading reading = new SyncRun.Reading(
                task.directory(),
                pace,
                stop,
                progress,
                new GroupQueue(staging, opened.hold().snapshot()));
        SyncRun run = new SyncRun(source, opened, options, lock, reading);
        if (opened.resumed()) {
            StagingProgress before = staging.progress(opened.hold().snapshot());
            progress.resumed(before.groups(), before.groupsRead());
        }
        runs.add(run);
        listener.started(source, progress);
        try {
            starter.run(opened.hold(), opened.attempt()).ifPresent(run::fail);
        } catch (RuntimeException | JobExecutionException e) {
            run.fail(e);
        } finally {
            runs.remove(run);
        }
        return closing.close(run, results);
    }
}
