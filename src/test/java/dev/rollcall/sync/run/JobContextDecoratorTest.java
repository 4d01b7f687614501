package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.LogFields;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;

@Timeout(60)
class JobContextDecoratorTest {
    private final Executor threads = new RunConfiguration().syncThreads();

    @Test
    void taskRunsInTheJobThatSubmittedItHoweverManyJobsRun() throws Exception {
        CyclicBarrier bothJobsRun = new CyclicBarrier(2);
        List<CompletableFuture<List<Long>>> jobs = new ArrayList<>();
        for (long job = 1; job <= 2; job++) {
            long id = job;
            jobs.add(CompletableFuture.supplyAsync(() -> inJob(id, () -> jobsSeenByNestedTasks(bothJobsRun))));
        }
        assertThat(jobs.get(0).get()).hasSize(100).containsOnly(1L);
        assertThat(jobs.get(1).get()).hasSize(100).containsOnly(2L);
    }

    @Test
    void threadForgetsTheJobAndTheSourceAfterTheTask() {
        MDC.put(LogFields.SOURCE, "acme");
        List<String> logged = new ArrayList<>();
        Runnable task;
        try {
            task = inJob(
                    1,
                    () -> new JobContextDecorator()
                            .decorate(() -> logged.add(MDC.get(LogFields.SOURCE) + " " + jobOfThread())));
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
        task.run();

        assertThat(logged).containsExactly("acme 1");
        assertThat(JobSynchronizationManager.getContext()).isNull();
        assertThat(MDC.get(LogFields.SOURCE)).isNull();
    }

    @Test
    void taskSubmittedOutsideAnyJobRunsOutsideAnyJob() {
        JobContext seen = CompletableFuture.supplyAsync(JobSynchronizationManager::getContext, threads)
                .join();
        assertThat(seen).isNull();
    }

    /** As a partition's worker, whose reader fetches a page in a thread of its own. */
    private List<Long> jobsSeenByNestedTasks(CyclicBarrier bothJobsRun) {
        try {
            bothJobsRun.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        List<CompletableFuture<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tasks.add(CompletableFuture.supplyAsync(
                    () -> CompletableFuture.supplyAsync(JobContextDecoratorTest::jobOfThread, threads)
                            .join(),
                    threads));
        }
        return tasks.stream().map(CompletableFuture::join).toList();
    }

    private static long jobOfThread() {
        return JobSynchronizationManager.getContext().getJobExecution().getId();
    }

    private static <T> T inJob(long id, Supplier<T> work) {
        JobSynchronizationManager.register(
                new JobExecution(id, new JobInstance(id, "directorySync"), new JobParameters()));
        try {
            return work.get();
        } finally {
            JobSynchronizationManager.release();
        }
    }
}
