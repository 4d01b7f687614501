package dev.rollcall.sync.run;

import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs a task in the job and under the log's source of the thread that submits it. Spring Batch registers a job
 * execution with the job's own thread only, and beans scoped to the job are found by it.
 */
final class JobContextDecorator implements TaskDecorator {
    /** The key of the source that a log line is about. */
    static final String LOGGED_SOURCE = "source";

    @Override
    public Runnable decorate(Runnable task) {
        String source = MDC.get(LOGGED_SOURCE);
        JobContext job = JobSynchronizationManager.getContext();
        return () -> {
            MDC.put(LOGGED_SOURCE, source);
            try {
                if (job == null) {
                    task.run();
                } else {
                    runIn(job.getJobExecution(), task);
                }
            } finally {
                MDC.remove(LOGGED_SOURCE);
            }
        };
    }

    private static void runIn(JobExecution execution, Runnable task) {
        JobSynchronizationManager.register(execution);
        try {
            task.run();
        } finally {
            JobSynchronizationManager.close();
        }
    }
}
