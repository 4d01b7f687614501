package dev.rollcall.sync.step;

import dev.rollcall.directory.LogFields;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.run.RunContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Names the step in each line that its threads log, in the words of the view {@code running} where it has one, and tells
 * what a step read once it is done.
 */
final class StepLog implements StepExecutionListener {
    private static final Logger log = LoggerFactory.getLogger(StepLog.class);

    private final RunContext run;

    StepLog(RunContext run) {
        this.run = run;
    }

    @Override
    public void beforeStep(StepExecution step) {
        MDC.put(LogFields.STEP, word(step.getStepName()));
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.COMPLETED
                && !run.isStopped()
                && run.options().consent() == null) {
            tell(step.getStepName());
        }
        MDC.remove(LogFields.STEP);
        return null;
    }

    /** A partition is named like its worker, with a number after it. */
    private static String word(String step) {
        return switch (step) {
            case "stageGroups" -> "listing";
            case "stageUsers" -> "users";
            case "sampleGroups" -> "sample";
            case "publishSnapshot" -> "publish";
            default -> "memberships";
        };
    }

    private void tell(String step) {
        Progress progress = run.progress();
        switch (step) {
            case "stageGroups" -> log.info("{} groups listed", number(progress.groups()));
            case "stageUsers" -> {
                if (run.source().users()) {
                    log.info("{} users read", number(progress.users()));
                }
            }
            case "stageMemberships" ->
                log.info(
                        "{} memberships of {} groups read",
                        number(progress.memberships()),
                        number(progress.groupsRead()));
            default -> {
                // Its worker does not know the whole; the others' results are told with the run's.
            }
        }
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
