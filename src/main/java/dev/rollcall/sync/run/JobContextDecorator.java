package dev.rollcall.sync.run;

import java.util.Map;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs a task in the job and under the log's fields of the thread that submits it. Spring Batch registers a job
 * execution with the job's own thread only, and beans scoped to the job are found by it.
 */
final class JobContextDecorator implements TaskDecorator {
    @Override
    public Runnable decorate(Runnable task) {
        Map<String, String> logged = MDC.getCopyOfContextMap();
        JobContext job = JobSynchronizationManager.getContext();
        return () -> {
            if (logged != null) {
                MDC.setContextMap(logged);
            }
            try {
                if (job == null) {
                    task.run();
                } else {
                    runIn(job.getJobExecution(), task);
                }
            } finally {
                MDC.clear();
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
