package dev.rollcall.sync.step;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.store.staging.UserStaging;
import dev.rollcall.sync.run.ActiveRuns;
import dev.rollcall.sync.run.RunContext;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job {@code directorySync} and its steps. Groups, users and memberships are read side by side: memberships of the
 * groups listed so far. Every step may start although it is complete: what is left to do is asked of the checkpoints in
 * staging.
 */
@Configuration(proxyBeanMethods = false)
class SyncConfiguration {
    private static final String SNAPSHOT = "#{jobParameters['snapshot']}";

    /** A step's whole item is one chunk: its pages, its time and its end are {@link ChunkLimit}'s. */
    private static final int ONE_ITEM = 1;

    @Bean
    Job directorySync(
            JobRepository jobs,
            Step stageGroups,
            Step stageUsers,
            Step stageMemberships,
            Step publishSnapshot,
            ActiveRuns runs,
            GroupStaging staging,
            GroupCheckpoints checkpoints,
            TaskExecutor syncThreads) {
        Flow groups = new GroupsFlow(
                new FlowBuilder<Flow>("groups").start(stageGroups).build(), runs, staging, checkpoints);
        Flow users = new FlowBuilder<Flow>("users").start(stageUsers).build();
        Flow memberships =
                new FlowBuilder<Flow>("memberships").start(stageMemberships).build();
        Flow readings = new FlowBuilder<Flow>("readings")
                .split(syncThreads)
                .add(groups, users, memberships)
                .build();
        return new JobBuilder("directorySync", jobs)
                .start(new FlowBuilder<Flow>("sync")
                        .start(readings)
                        .next(publishSnapshot)
                        .build())
                .end()
                .build();
    }

    @Bean
    Step stageGroups(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            ItemReader<ListingChunk<StagedGroup>> groupsReader,
            ItemWriter<ListingChunk<StagedGroup>> groupsWriter,
            FailureListener failures) {
        return pages(new StepBuilder("stageGroups", jobs), groupsReader, groupsWriter, transactions, failures);
    }

    @Bean
    Step stageUsers(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            ItemReader<ListingChunk<User>> usersReader,
            ItemWriter<ListingChunk<User>> usersWriter,
            FailureListener failures) {
        return pages(new StepBuilder("stageUsers", jobs), usersReader, usersWriter, transactions, failures);
    }

    @Bean
    Step stageMemberships(
            JobRepository jobs,
            Partitioner workers,
            Step membershipsWorker,
            TaskExecutor syncThreads,
            FailureListener failures) {
        return new StepBuilder("stageMemberships", jobs)
                .partitioner("membershipsWorker", workers)
                .step(membershipsWorker)
                .taskExecutor(syncThreads)
                .listener(failures)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Step membershipsWorker(
            JobRepository jobs,
            PlatformTransactionManager transactions,
            ItemReader<MembershipChunk> membershipsReader,
            ItemWriter<MembershipChunk> membershipsWriter,
            FailureListener failures) {
        return pages(
                new StepBuilder("membershipsWorker", jobs),
                membershipsReader,
                membershipsWriter,
                transactions,
                failures);
    }

    /** Commits by itself: a tripped guard is recorded although it fails the step. */
    @Bean
    Step publishSnapshot(JobRepository jobs, PublishTasklet publish, FailureListener failures) {
        return new StepBuilder("publishSnapshot", jobs)
                .tasklet(publish, new ResourcelessTransactionManager())
                .listener(failures)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    @StepScope
    ItemReader<ListingChunk<StagedGroup>> groupsReader(
            @Value(SNAPSHOT) long snapshot,
            @Value("#{stepExecution}") StepExecution step,
            ActiveRuns runs,
            GroupStaging staging,
            TaskExecutor syncThreads) {
        RunContext run = runs.of(snapshot);
        ListingChunk.Checkpoint from = staging.checkpoint(snapshot);
        RequestCounter tally = run.newTally();
        ListingReader<StagedGroup> listing =
                new ListingReader<>(run, step, tally, () -> groups(run, run.directory(tally)), from, syncThreads);
        return new GroupsReader(listing, staging, run.queue());
    }

    @Bean
    @StepScope
    ItemWriter<ListingChunk<StagedGroup>> groupsWriter(
            @Value(SNAPSHOT) long snapshot, ActiveRuns runs, GroupStaging staging) {
        RunContext run = runs.of(snapshot);
        return chunk -> {
            for (ListingChunk<StagedGroup> pages : chunk) {
                staging.stage(run.token(), pages);
                run.progress().addGroups(pages.items().size());
                pages.items().stream()
                        .filter(group -> group.group() == null)
                        .forEach(group -> run.progress().addGroupRead());
            }
        };
    }

    @Bean
    @StepScope
    ItemReader<ListingChunk<User>> usersReader(
            @Value(SNAPSHOT) long snapshot,
            @Value("#{stepExecution}") StepExecution step,
            ActiveRuns runs,
            UserStaging staging,
            TaskExecutor syncThreads) {
        RunContext run = runs.of(snapshot);
        boolean toRead = run.source().users() && run.options().consent() == null;
        ListingChunk.Checkpoint from = toRead ? staging.checkpoint(snapshot) : ListingChunk.Checkpoint.COMPLETE;
        RequestCounter tally = run.newTally();
        return new ListingReader<>(run, step, tally, () -> run.directory(tally)::listUsers, from, syncThreads);
    }

    @Bean
    @StepScope
    ItemWriter<ListingChunk<User>> usersWriter(@Value(SNAPSHOT) long snapshot, ActiveRuns runs, UserStaging staging) {
        RunContext run = runs.of(snapshot);
        return chunk -> {
            for (ListingChunk<User> pages : chunk) {
                staging.stage(run.token(), pages);
                run.progress().addUsers(pages.items().size());
            }
        };
    }

    @Bean
    @StepScope
    Partitioner workers(@Value(SNAPSHOT) long snapshot, ActiveRuns runs) {
        int workers = runs.of(snapshot).source().directory().workers();
        return gridSize -> IntStream.range(0, workers)
                .boxed()
                .collect(Collectors.toMap(i -> "worker" + i, i -> new ExecutionContext()));
    }

    @Bean
    @StepScope
    ItemReader<MembershipChunk> membershipsReader(
            @Value(SNAPSHOT) long snapshot,
            @Value("#{stepExecution}") StepExecution step,
            ActiveRuns runs,
            TaskExecutor syncThreads) {
        return new MembershipsReader(runs.of(snapshot), step, syncThreads);
    }

    @Bean
    @StepScope
    ItemWriter<MembershipChunk> membershipsWriter(
            @Value(SNAPSHOT) long snapshot, ActiveRuns runs, MembershipStaging staging) {
        RunContext run = runs.of(snapshot);
        return chunk -> {
            for (MembershipChunk pages : chunk) {
                staging.stage(run.token(), pages.groups(), pages.requests());
            }
        };
    }

    @Bean
    PublishTasklet publish(
            ActiveRuns runs,
            Publisher publisher,
            Snapshots snapshots,
            SnapshotStaging staging,
            LongTransaction transaction) {
        return new PublishTasklet(runs, publisher, snapshots, staging, transaction);
    }

    @Bean
    FailureListener failures(ActiveRuns runs) {
        return new FailureListener(runs);
    }

    /** A step whose chunks are pages, staged together with the checkpoint after them. */
    private static <T> Step pages(
            StepBuilder step,
            ItemReader<T> reader,
            ItemWriter<T> writer,
            PlatformTransactionManager transactions,
            FailureListener failures) {
        return step.<T, T>chunk(ONE_ITEM)
                .reader(reader)
                .writer(writer)
                .transactionManager(transactions)
                .listener(failures)
                .allowStartIfComplete(true)
                .build();
    }

    private static PageSource<StagedGroup> groups(RunContext run, Directory directory) {
        if (run.source().scope() instanceof Source.GroupIds scope) {
            return new ScopeListing(directory, run.gapLimit(), scope.ids());
        }
        return from -> {
            Page<Group> page = directory.listGroups(from);
            return new Page<>(page.items().stream().map(StagedGroup::read).toList(), page.next());
        };
    }
}
