package dev.rollcall.store;

import dev.rollcall.database.Database;
import dev.rollcall.database.LongTransaction;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.LastRuns;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.UnpublishedSources;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.store.staging.SampleStaging;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.store.staging.UserStaging;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The store's beans, for a context that has a {@link Database}. */
@Configuration(proxyBeanMethods = false)
public class StoreModule {
    /** A transaction takes its connection at its first statement, so that none is held while a provider is asked. */
    @Bean
    DataSource dataSource(Database database) {
        return new LazyConnectionDataSourceProxy(database.pool());
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    LongTransaction longTransaction(DataSource dataSource, JdbcTransactionManager transactions) {
        return new LongTransaction(dataSource, transactions);
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    SourceRegistry sourceRegistry(JdbcClient jdbc, Database database) {
        return new SourceRegistry(jdbc, database);
    }

    @Bean
    Fence fence(JdbcClient jdbc) {
        return new Fence(jdbc);
    }

    @Bean
    FencedTransaction fencedTransaction(Fence fence, JdbcTransactionManager transactions) {
        return new FencedTransaction(fence, transactions);
    }

    @Bean
    SnapshotStaging snapshotStaging(JdbcClient jdbc, FencedTransaction fenced, LongTransaction transaction) {
        return new SnapshotStaging(jdbc, fenced, transaction);
    }

    @Bean
    GroupStaging groupStaging(DataSource dataSource, Fence fence) {
        return new GroupStaging(dataSource, fence);
    }

    @Bean
    UserStaging userStaging(DataSource dataSource, Fence fence) {
        return new UserStaging(dataSource, fence);
    }

    @Bean
    GroupCheckpoints groupCheckpoints(DataSource dataSource, Fence fence) {
        return new GroupCheckpoints(dataSource, fence);
    }

    @Bean
    MembershipStaging membershipStaging(DataSource dataSource, Fence fence) {
        return new MembershipStaging(dataSource, fence);
    }

    @Bean
    SampleStaging sampleStaging(DataSource dataSource, SnapshotStaging staging, FencedTransaction fenced) {
        return new SampleStaging(dataSource, staging, fenced);
    }

    @Bean
    Snapshots snapshots(JdbcClient jdbc, FencedTransaction fenced) {
        return new Snapshots(jdbc, fenced);
    }

    @Bean
    StagingCleanup stagingCleanup(JdbcClient jdbc, FencedTransaction fenced) {
        return new StagingCleanup(jdbc, fenced);
    }

    @Bean
    JobMetadata jobMetadata(JdbcClient jdbc, FencedTransaction fenced) {
        return new JobMetadata(jdbc, fenced);
    }

    @Bean
    LastRuns lastRuns(JdbcClient jdbc) {
        return new LastRuns(jdbc);
    }

    @Bean
    UnpublishedSources unpublishedSources(
            JdbcClient jdbc,
            SourceRegistry registry,
            Fence fence,
            FencedTransaction fenced,
            StagingCleanup cleanup,
            JobMetadata metadata) {
        return new UnpublishedSources(jdbc, registry, fence, fenced, cleanup, metadata);
    }

    @Bean
    Publisher publisher(DataSource dataSource) {
        return new Publisher(dataSource);
    }
}
