package dev.rollcall.sync.step;

import dev.rollcall.directory.User;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.StagedGroup;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The steps of {@link DirectorySyncJob}. Every step may start although Spring Batch takes it for complete: what is left
 * to do is read from the checkpoints in staging.
 */
@Configuration(proxyBeanMethods = false)
class DirectorySyncSteps {
    /** An item is a whole chunk: {@link ChunkLimit} decides how many pages are in it. */
    private static final int ITEMS_PER_CHUNK = 1;

    private final JobRepository jobs;
    private final PlatformTransactionManager transactions;
    private final StepExecutionListener failureListener;
    private final StepExecutionListener stepLog;

    DirectorySyncSteps(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            StepExecutionListener failureListener,
            StepExecutionListener stepLog) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.failureListener = failureListener;
        this.stepLog = stepLog;
    }

    @Bean
    Step stageGroups(
            ItemReader<ListingChunk<StagedGroup>> groupsReader, ItemWriter<ListingChunk<StagedGroup>> groupsWriter) {
        return chunkStep("stageGroups", groupsReader, groupsWriter);
    }

    @Bean
    Step stageUsers(ItemReader<ListingChunk<User>> usersReader, ItemWriter<ListingChunk<User>> usersWriter) {
        return chunkStep("stageUsers", usersReader, usersWriter);
    }

    @Bean
    Step stageMemberships(Partitioner workerPartitioner, Step membershipsWorker, TaskExecutor syncThreads) {
        return new StepBuilder("stageMemberships", jobs)
                .partitioner("membershipsWorker", workerPartitioner)
                .step(membershipsWorker)
                .taskExecutor(syncThreads)
                .listener(failureListener)
                .listener(stepLog)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Step membershipsWorker(
            ItemReader<MembershipChunk> membershipsReader, ItemWriter<MembershipChunk> membershipsWriter) {
        return chunkStep("membershipsWorker", membershipsReader, membershipsWriter);
    }

    /** Without a transaction of Spring Batch's: the provider is asked. */
    @Bean
    Step sampleGroups(Tasklet sampleTasklet) {
        return taskletStep("sampleGroups", sampleTasklet);
    }

    /** Without a transaction of Spring Batch's: that a guard tripped is committed, and then fails the step. */
    @Bean
    Step publishSnapshot(Tasklet publishTasklet) {
        return taskletStep("publishSnapshot", publishTasklet);
    }

    private Step taskletStep(String name, Tasklet tasklet) {
        return new StepBuilder(name, jobs)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .listener(failureListener)
                .listener(stepLog)
                .allowStartIfComplete(true)
                .build();
    }

    /** A step whose pages and the checkpoint after them commit together. */
    private <T> Step chunkStep(String name, ItemReader<T> reader, ItemWriter<T> writer) {
        return new StepBuilder(name, jobs)
                .<T, T>chunk(ITEMS_PER_CHUNK)
                .reader(reader)
                .writer(writer)
                .transactionManager(transactions)
                .listener(failureListener)
                .listener(stepLog)
                .allowStartIfComplete(true)
                .build();
    }
}
