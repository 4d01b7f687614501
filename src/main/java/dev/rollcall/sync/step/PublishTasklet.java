package dev.rollcall.sync.step;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.publish.PublishRequest;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.sync.run.GuardTrippedException;
import dev.rollcall.sync.run.RunContext;
import dev.rollcall.sync.run.RunNotices;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;

/**
 * Publishes what is staged, in one transaction. A dry run only reports what that would change. Both, and the planner's
 * statistics before them, may take long, and are cancelled when the process has to end.
 */
final class PublishTasklet implements Tasklet {
    private final RunContext run;
    private final Publisher publisher;
    private final SnapshotStaging staging;
    private final LongTransaction transaction;
    private final RunNotices notices;

    PublishTasklet(
            RunContext run,
            Publisher publisher,
            SnapshotStaging staging,
            LongTransaction transaction,
            RunNotices notices) {
        this.run = run;
        this.publisher = publisher;
        this.staging = staging;
        this.transaction = transaction;
        this.notices = notices;
    }

    @Override
    public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        StepExecution step = contribution.getStepExecution();
        if (run.isStopped()) {
            step.setTerminateOnly();
            return RepeatStatus.FINISHED;
        }
        run.checkLock();
        run.progress().startPublishing();
        staging.analyze(run::setLongStatement);
        if (run.isStopped()) {
            step.setTerminateOnly();
            return RepeatStatus.FINISHED;
        }
        try {
            BiConsumer<String, GroupDifference> dryRun = run.options().dryRun();
            if (dryRun == null) {
                publish();
            } else {
                compare(dryRun);
            }
        } catch (DataAccessException e) {
            if (!run.isLongStatementCancelled()) {
                throw e;
            }
            step.setTerminateOnly();
        }
        return RepeatStatus.FINISHED;
    }

    private void publish() {
        PublishOutcome outcome = transaction.execute(run::setLongStatement, () -> {
            PublishOutcome offered = publisher.publish(request());
            notices.offered(run, offered);
            return offered;
        });
        if (outcome instanceof PublishOutcome.Guarded guarded) {
            throw new GuardTrippedException(guarded.comparison());
        }
        run.setPublished(((PublishOutcome.Published) outcome).snapshot());
    }

    private void compare(BiConsumer<String, GroupDifference> dryRun) {
        String source = run.source().name();
        run.setComparison(transaction.execute(
                run::setLongStatement,
                () -> publisher.compare(request(), difference -> dryRun.accept(source, difference))));
    }

    private PublishRequest request() {
        Source.Guard guard = run.source().guard();
        GuardLimits limits =
                new GuardLimits(guard.maxRemovedPercent(), guard.maxRemovedPercentPerGroup(), guard.alwaysAllowed());
        return new PublishRequest(
                run.token(), limits, run.gaps().limit(), run.options().consent());
    }
}
