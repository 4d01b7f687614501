package dev.rollcall.sync.step;

import dev.rollcall.sync.run.ActiveRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.FatalStepExecutionException;
import org.springframework.batch.core.step.StepExecution;

/** Ends the whole run when one of its steps fails, so that no worker goes on for nothing. */
final class FailureListener implements StepExecutionListener {
    private final ActiveRuns runs;

    FailureListener(ActiveRuns runs) {
        this.runs = runs;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.FAILED || step.getStatus() == BatchStatus.UNKNOWN) {
            Long snapshot = step.getJobExecution().getJobParameters().getLong("snapshot");
            step.getFailureExceptions().stream()
                    .findFirst()
                    .ifPresent(failure -> runs.of(snapshot).fail(cause(failure)));
        }
        return null;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof FatalStepExecutionException && cause != null ? cause : failure;
    }
}
