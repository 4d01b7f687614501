package dev.rollcall.sync.run;

import dev.rollcall.store.source.SourceLock;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import org.springframework.batch.core.job.JobExecutionException;

/** Runs the job of one source, while the caller holds the source's lock. Safe for use by several threads. */
final class LockedRun {
    private final SnapshotOpener snapshotOpener;
    private final JobStarter jobStarter;
    private final RunOutcome runOutcome;
    private final ActiveRuns runs;
    private final GroupReading reading;

    LockedRun(
            SnapshotOpener snapshotOpener,
            JobStarter jobStarter,
            RunOutcome runOutcome,
            ActiveRuns runs,
            GroupReading reading) {
        this.snapshotOpener = snapshotOpener;
        this.jobStarter = jobStarter;
        this.runOutcome = runOutcome;
        this.runs = runs;
        this.reading = reading;
    }

    /** Opens the snapshot that {@link #run} is to work on. */
    RunContext open(OpenedSource source, SourceLock lock, SyncOptions options, ResultBuilder results) {
        OpenedSnapshot snapshot = snapshotOpener.open(lock.source(), source.source(), options, runs::isStopping);
        jobStarter.prepare(snapshot.token(), runs::isStopping);
        return new RunContext(source, snapshot, options, lock, reading, results);
    }

    /** Runs the job to its end, and finds out what became of the snapshot. */
    SyncResult run(RunContext run, SyncListener listener) {
        runs.add(run);
        listener.started(run.source(), run.progress());
        try {
            jobStarter.run(run.snapshot()).ifPresent(run::fail);
        } catch (RuntimeException | JobExecutionException e) {
            run.fail(e);
        }
        try {
            return runOutcome.find(run, run.results());
        } finally {
            runs.remove(run);
        }
    }
}
