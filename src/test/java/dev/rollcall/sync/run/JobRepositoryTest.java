package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.postgres.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JobRepositoryTest {
    private static final int CONNECTIONS = 2;

    private final TestDatabase server = MigratedDatabase.create();
    private final Database database =
            new Database(new DatabaseSettings(server.url(), server.user(), server.password()), CONNECTIONS);
    private final SyncApplication application;
    private final JobRepository jobs;
    private final JobExecution job;

    JobRepositoryTest() {
        application = SyncApplication.withOnly(new AwsProvider(new Network(Map.of())), database);
        jobs = application.bean(JobRepository.class);
        JobParameters parameters = new JobParameters();
        job = jobs.createJobExecution(jobs.createJobInstance("test", parameters), parameters, new ExecutionContext());
    }

    @AfterEach
    void close() {
        application.close();
        server.close();
    }

    /** The one that waits would have the repository's lock, and the server end the other's transaction as idle. */
    @Test
    void chunkNeverWaitsForTheConnectionOfAnotherStep() throws Exception {
        StepExecution chunk = jobs.createStepExecution("chunk", job);
        StepExecution other = jobs.createStepExecution("other", job);
        CompletableFuture<Void> waiting;
        Connection last = database.pool().getConnection();
        try {
            waiting = new TransactionTemplate(application.bean(JdbcTransactionManager.class)).execute(status -> {
                application.bean(JdbcClient.class).sql("SELECT 1").query().listOfRows();
                CompletableFuture<Void> update = CompletableFuture.runAsync(
                        () -> {
                            jobs.updateExecutionContext(other);
                            jobs.update(other);
                        },
                        task -> new Thread(task).start());
                await().atMost(Duration.ofSeconds(30)).until(this::waitsForConnection);
                jobs.updateExecutionContext(chunk);
                jobs.update(chunk);
                return update;
            });
        } finally {
            last.close();
        }

        assertThat(waiting).succeedsWithin(30, TimeUnit.SECONDS);
        assertThat(chunk.getVersion()).isPositive();
        assertThat(other.getVersion()).isPositive();
    }

    private boolean waitsForConnection() {
        return ((HikariDataSource) database.pool()).getHikariPoolMXBean().getThreadsAwaitingConnection() == 1;
    }
}
