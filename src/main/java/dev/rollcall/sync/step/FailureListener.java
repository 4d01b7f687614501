package dev.rollcall.sync.step;

import dev.rollcall.sync.run.RunContext;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.FatalStepExecutionException;
import org.springframework.batch.core.step.StepExecution;

/** Ends the whole run when one of its steps fails, so that no step reads on in vain. */
final class FailureListener implements StepExecutionListener {
    private final RunContext run;

    FailureListener(RunContext run) {
        this.run = run;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.FAILED || step.getStatus() == BatchStatus.UNKNOWN) {
            step.getFailureExceptions().stream().findFirst().ifPresent(failure -> run.fail(cause(failure)));
        }
        return null;
    }

    /** Spring Batch wraps what a reader or a writer throws. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof FatalStepExecutionException && cause != null ? cause : failure;
    }
}
