package dev.rollcall.sync.run;

import dev.rollcall.directory.Provider;
import dev.rollcall.directory.pacing.RetryLimits;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.notice.DeliveryLimits;
import dev.rollcall.notice.NoticeDelivery;
import dev.rollcall.notice.Outbox;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.LastRuns;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.UnpublishedSources;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.ConnectionLimit;
import dev.rollcall.sync.SyncExitCode;
import dev.rollcall.sync.SyncResultText;
import dev.rollcall.sync.SyncRunner;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The beans of runs: the runner with all that it needs around the job, and what the job's steps ask of their run. The
 * {@link Provider}s, the {@link Network}, the {@link SyncExitCode}, the {@link SyncResultText} and the job are other
 * configurations'.
 */
@Configuration(proxyBeanMethods = false)
public class RunConfiguration {
    @Bean
    SyncRunner syncRunner(
            List<Provider> providers, SourceRegistry registry, SourceRunner sourceRunner, ActiveRuns runs) {
        return new ConcurrentSyncRunner(
                providers.stream().collect(Collectors.toMap(Provider::name, Function.identity())),
                registry,
                sourceRunner,
                runs);
    }

    /** @param limit of a worker, whose user says how many connections it may open */
    @Bean
    SourceRunner sourceRunner(
            SourceRegistry registry,
            UnpublishedSources unpublished,
            RunRecorder recorder,
            LockedRun lockedRun,
            ActiveRuns runs,
            NoticeDelivery notices,
            ObjectProvider<ConnectionLimit> limit) {
        return new SourceRunner(
                registry,
                unpublished,
                recorder,
                lockedRun,
                runs,
                notices,
                limit.getIfAvailable(() -> ConnectionLimit.DEFAULT));
    }

    @Bean
    RunRecorder runRecorder(
            LastRuns lastRuns, SyncExitCode exitCode, RunNotices notices, JdbcTransactionManager transactions) {
        return new RunRecorder(lastRuns, exitCode, notices, transactions);
    }

    @Bean
    Outbox outbox(JdbcClient jdbc) {
        return new Outbox(jdbc);
    }

    @Bean
    RunNotices runNotices(Outbox outbox, Snapshots snapshots, SyncResultText text) {
        return new RunNotices(outbox, snapshots, text);
    }

    /** @param limits of a test that can't wait for the others */
    @Bean
    NoticeDelivery noticeDelivery(
            Outbox outbox, SourceRegistry registry, Network network, ObjectProvider<DeliveryLimits> limits) {
        return new NoticeDelivery(outbox, registry, network, limits.getIfAvailable(() -> DeliveryLimits.DEFAULT));
    }

    @Bean
    LockedRun lockedRun(
            SnapshotOpener snapshotOpener,
            JobStarter jobStarter,
            RunOutcome runOutcome,
            ActiveRuns runs,
            GroupReading groupReading) {
        return new LockedRun(snapshotOpener, jobStarter, runOutcome, runs, groupReading);
    }

    /** @param limits of a test that can't wait for the others */
    @Bean
    GroupReading groupReading(GroupCheckpoints checkpoints, ObjectProvider<RetryLimits> limits) {
        return new GroupReading(checkpoints, limits.getIfAvailable(() -> RetryLimits.DEFAULT));
    }

    @Bean
    SnapshotOpener snapshotOpener(
            Fence fence,
            Snapshots snapshots,
            SnapshotResumer snapshotResumer,
            StagingCleanup cleanup,
            Publisher publisher,
            @Value("${rollcall.version}") String version) {
        return new SnapshotOpener(fence, snapshots, snapshotResumer, cleanup, publisher, version);
    }

    @Bean
    SnapshotResumer snapshotResumer(Snapshots snapshots, GroupCheckpoints checkpoints, FencedTransaction fenced) {
        return new SnapshotResumer(snapshots, checkpoints, fenced);
    }

    @Bean
    JobStarter jobStarter(
            JobOperator operator,
            JobRepository repository,
            Job directorySync,
            Snapshots snapshots,
            JobMetadata metadata,
            FencedTransaction fenced) {
        return new JobStarter(operator, repository, directorySync, snapshots, metadata, fenced);
    }

    @Bean
    RunOutcome runOutcome(
            Snapshots snapshots,
            SnapshotStaging staging,
            StagingCleanup cleanup,
            JobMetadata metadata,
            Publisher publisher,
            TaskExecutor syncThreads) {
        return new RunOutcome(snapshots, staging, cleanup, metadata, publisher, syncThreads);
    }

    @Bean
    ActiveRuns activeRuns() {
        return new ActiveRuns();
    }

    /** Not lazy: no bean depends on it, and it must have started before the process is told to stop. */
    @Bean
    @Lazy(false)
    GracefulStop gracefulStop(ActiveRuns runs, NoticeDelivery notices) {
        return new GracefulStop(runs, notices);
    }

    /**
     * The run that the current thread's job belongs to. Scoped to the job without a proxy: beans that ask for it are
     * scoped to a step, and so are made when the job has begun.
     */
    @Bean
    @Scope("job")
    RunContext runContext(@Value("#{jobParameters['" + JobStarter.SNAPSHOT + "']}") long snapshot, ActiveRuns runs) {
        return runs.of(snapshot);
    }

    /** A new thread for each task, which knows the job and the source that it works for. */
    @Bean
    TaskExecutor syncThreads() {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("sync-");
        threads.setTaskDecorator(new JobContextDecorator());
        return threads;
    }
}
