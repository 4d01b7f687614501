package dev.rollcall.sync.step;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.publish.PublishRequest;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.sync.run.ActiveRuns;
import dev.rollcall.sync.run.GuardTrippedException;
import dev.rollcall.sync.run.RunContext;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;

/** Publishes what is staged, in one transaction; a dry run only tells what that would change. */
final class PublishTasklet implements Tasklet {
    private final ActiveRuns runs;
    private final Publisher publisher;
    private final Snapshots snapshots;
    private final SnapshotStaging staging;
    private final LongTransaction transaction;

    PublishTasklet(
            ActiveRuns runs,
            Publisher publisher,
            Snapshots snapshots,
            SnapshotStaging staging,
            LongTransaction transaction) {
        this.runs = runs;
        this.publisher = publisher;
        this.snapshots = snapshots;
        this.staging = staging;
        this.transaction = transaction;
    }

    @Override
    public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        StepExecution step = contribution.getStepExecution();
        RunContext run = runs.of(step.getJobExecution().getJobParameters().getLong("snapshot"));
        if (run.isStopped()) {
            step.setTerminateOnly();
            return RepeatStatus.FINISHED;
        }
        run.checkLock();
        run.progress().startPublishing();
        if (run.options().consent() == null) {
            snapshots.readToTheEnd(run.token().snapshot());
        }
        staging.analyze();
        PublishRequest request = request(run);
        BiConsumer<String, GroupDifference> dryRun = run.options().dryRun();
        try {
            if (dryRun != null) {
                String source = run.source().name();
                run.compared(whole(
                        run, () -> publisher.compare(request, difference -> dryRun.accept(source, difference))));
                return RepeatStatus.FINISHED;
            }
            if (whole(run, () -> publisher.publish(request)) instanceof PublishOutcome.Guarded guarded) {
                throw new GuardTrippedException(guarded.report());
            }
        } catch (DataAccessException e) {
            if (!run.isCut()) {
                throw e;
            }
            step.setTerminateOnly();
        }
        return RepeatStatus.FINISHED;
    }

    /** In one transaction, which takes as long as it takes, unless the process is to end. */
    private <T> T whole(RunContext run, Supplier<T> work) {
        return transaction.execute(run::longStatement, work);
    }

    private static PublishRequest request(RunContext run) {
        Source.Guard guard = run.source().guard();
        GuardLimits limits =
                new GuardLimits(guard.maxRemovedPercent(), guard.maxRemovedPercentPerGroup(), guard.alwaysAllowed());
        return new PublishRequest(
                run.token(),
                limits,
                run.source().gapsMaxPercent(),
                run.options().consent());
    }
}
