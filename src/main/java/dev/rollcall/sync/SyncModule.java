package dev.rollcall.sync;

import dev.rollcall.directory.Provider;
import dev.rollcall.store.StoreModule;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.store.staging.Staging;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.run.ActiveRuns;
import dev.rollcall.sync.run.GracefulStop;
import dev.rollcall.sync.run.JobStarter;
import dev.rollcall.sync.run.RunOutcome;
import dev.rollcall.sync.run.SnapshotOpener;
import dev.rollcall.sync.run.SourceRunner;
import dev.rollcall.sync.step.SyncConfiguration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.task.TaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A whole context for {@link SyncRunner}: {@link dev.rollcall.database.Database} and the {@link Provider}s are to be given.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({StoreModule.class, SyncConfiguration.class})
public class SyncModule {
    @Bean
    SyncRunner syncRunner(List<Provider> providers, SourceRegistry registry, SourceRunner sourceSync, ActiveRuns runs) {
        return new SyncRunner(
                providers.stream().collect(Collectors.toMap(Provider::name, Function.identity())),
                registry,
                sourceSync,
                runs);
    }

    @Bean
    SourceRunner sourceSync(
            SourceRegistry registry,
            SnapshotOpener opening,
            JobStarter starter,
            RunOutcome closing,
            ActiveRuns runs,
            MembershipStaging staging) {
        return new SourceRunner(registry, opening, starter, closing, runs, staging);
    }

    @Bean
    SnapshotOpener opening(
            Fence fence,
            Snapshots snapshots,
            MembershipStaging staging,
            StagingCleanup cleanup,
            Publisher publisher,
            PlatformTransactionManager transactions,
            @Value("${rollcall.version}") String version) {
        return new SnapshotOpener(
                fence, snapshots, staging, cleanup, publisher, new TransactionTemplate(transactions), version);
    }

    @Bean
    RunOutcome closing(
            Snapshots snapshots,
            Staging staging,
            StagingCleanup cleanup,
            JobStarter starter,
            PlatformTransactionManager transactions,
            TaskExecutor syncThreads) {
        return new RunOutcome(snapshots, staging, cleanup, starter, new TransactionTemplate(transactions), syncThreads);
    }

    @Bean
    JobStarter jobStarter(JobOperator operator, JobRepository repository, Job directorySync, Snapshots snapshots) {
        return new JobStarter(operator, repository, directorySync, snapshots);
    }

    /** Not lazy: nobody asks for it, and it must be there when the process is told to stop. */
    @Bean
    @Lazy(false)
    GracefulStop gracefulStop(ActiveRuns runs) {
        return new GracefulStop(runs);
    }
}
