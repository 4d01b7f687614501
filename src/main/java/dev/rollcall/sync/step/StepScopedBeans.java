package dev.rollcall.sync.step;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.directory.User;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.store.staging.SampleStaging;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.store.staging.UserStaging;
import dev.rollcall.sync.run.RunContext;
import dev.rollcall.sync.run.RunNotices;
import dev.rollcall.sync.run.SampleSize;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

/** What the steps work with, made anew for each execution of a step and for the run that it belongs to. */
@Configuration(proxyBeanMethods = false)
class StepScopedBeans {
    private static final String STEP_EXECUTION = "#{stepExecution}";

    @Bean
    @StepScope
    ItemReader<ListingChunk<StagedGroup>> groupsReader(
            RunContext run,
            @Value(STEP_EXECUTION) StepExecution step,
            TaskExecutor syncThreads,
            GroupStaging staging,
            GroupCheckpoints checkpoints) {
        return new GroupsReader(run, new PageReader<>(run, step, syncThreads), staging, checkpoints);
    }

    @Bean
    @StepScope
    ItemWriter<ListingChunk<StagedGroup>> groupsWriter(RunContext run, GroupStaging staging) {
        return new GroupsWriter(run, staging);
    }

    @Bean
    @StepScope
    ItemReader<ListingChunk<User>> usersReader(
            RunContext run, @Value(STEP_EXECUTION) StepExecution step, TaskExecutor syncThreads, UserStaging staging) {
        return new UsersReader(run, new PageReader<>(run, step, syncThreads), staging);
    }

    @Bean
    @StepScope
    ItemWriter<ListingChunk<User>> usersWriter(RunContext run, UserStaging staging) {
        return new UsersWriter(run, staging);
    }

    @Bean
    @StepScope
    Partitioner workerPartitioner(RunContext run) {
        return new WorkerPartitioner(run);
    }

    @Bean
    @StepScope
    ItemReader<MembershipChunk> membershipsReader(
            RunContext run, @Value(STEP_EXECUTION) StepExecution step, TaskExecutor syncThreads) {
        return new MembershipsReader(run, new PageReader<>(run, step, syncThreads));
    }

    @Bean
    @StepScope
    ItemWriter<MembershipChunk> membershipsWriter(
            RunContext run, MembershipStaging staging, GroupCheckpoints checkpoints) {
        return new MembershipsWriter(run, staging, checkpoints);
    }

    /** @param size of a test that wants no sample, or one of few requests */
    @Bean
    @StepScope
    Tasklet sampleTasklet(RunContext run, SampleStaging staging, ObjectProvider<SampleSize> size) {
        return new SampleTasklet(run, staging, size.getIfAvailable(() -> SampleSize.DEFAULT));
    }

    @Bean
    @StepScope
    Tasklet publishTasklet(
            RunContext run,
            Publisher publisher,
            SnapshotStaging staging,
            LongTransaction transaction,
            RunNotices notices) {
        return new PublishTasklet(run, publisher, staging, transaction, notices);
    }

    @Bean
    @StepScope
    StepExecutionListener stepLog(RunContext run) {
        return new StepLog(run);
    }

    @Bean
    @StepScope
    StepExecutionListener failureListener(RunContext run) {
        return new FailureListener(run);
    }
}
