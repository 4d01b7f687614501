package dev.rollcall.sync.run;

import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.JobMetadata;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.OptimisticLockingFailureException;

/** Starts the job of a snapshot, whatever Spring Batch remembers of the snapshot's earlier runs. */
final class JobStarter {
    private static final Logger log = LoggerFactory.getLogger(JobStarter.class);

    /** The job parameter that is the snapshot's id. */
    static final String SNAPSHOT = "snapshot";

    /** A run writes its end by a few statements; each may come between our look and our word. */
    private static final int TRIES = 10;

    private static final String SOURCE = "source";
    private static final String ATTEMPT = "attempt";

    private final JobOperator operator;
    private final JobRepository repository;
    private final Job job;
    private final Snapshots snapshots;
    private final JobMetadata metadata;
    private final FencedTransaction fenced;

    JobStarter(
            JobOperator operator,
            JobRepository repository,
            Job job,
            Snapshots snapshots,
            JobMetadata metadata,
            FencedTransaction fenced) {
        this.operator = operator;
        this.repository = repository;
        this.job = job;
        this.snapshots = snapshots;
        this.metadata = metadata;
        this.fenced = fenced;
    }

    /**
     * Forgets the jobs of this source's finished snapshots and ends its dead executions, and no other source's. The
     * caller holds the source's lock, so that none of them is alive, but for that of a worker which stood still and goes
     * on just now: it may still write that it failed.
     *
     * @param stopping whether the process was told to stop
     */
    void prepare(FencingToken token, BooleanSupplier stopping) {
        metadata.dropFinished(token.source(), token.epoch(), stopping);
        for (long id : metadata.unended(token.source())) {
            recover(token, id);
        }
    }

    private void recover(FencingToken token, long execution) {
        for (int tries = 1; ; tries++) {
            try {
                fenced.run(token, () -> recover(execution));
                return;
            } catch (OptimisticLockingFailureException e) {
                if (tries == TRIES) {
                    throw e;
                }
                log.info("job execution {} was written at the same time, and is looked at again", execution);
            }
        }
    }

    private void recover(long execution) {
        JobExecution dead = repository.getJobExecution(execution);
        if (dead != null && dead.getEndTime() == null) {
            log.info("recovering job execution {}, which did not end", execution);
            operator.recover(dead);
        }
    }

    /** Runs the job to its end. Returns the failure that ended it; empty when it completed or was stopped. */
    Optional<Throwable> run(OpenedSnapshot snapshot) throws JobExecutionException {
        JobExecution execution = start(snapshot.token(), snapshot.attempt());
        return execution.getStatus().isUnsuccessful()
                ? execution.getAllFailureExceptions().stream().findFirst()
                : Optional.empty();
    }

    private JobExecution start(FencingToken token, int attempt) throws JobExecutionException {
        fenced.run(token, () -> deleteWithoutExecution(token, attempt));
        try {
            return operator.start(job, parameters(token, attempt));
        } catch (JobRestartException | JobInstanceAlreadyCompleteException | JobExecutionAlreadyRunningException e) {
            // The last one: an execution ended, but the end of one of its steps was not saved. No execution is alive.
            log.info("snapshot {} goes on in a new job instance: {}", token.snapshot(), e.getMessage());
            return operator.start(job, parameters(token, snapshots.nextAttempt(token)));
        }
    }

    /** Spring Batch can't start a job instance that has no execution, as a run leaves it that died between the two. */
    private void deleteWithoutExecution(FencingToken token, int attempt) {
        JobInstance instance = repository.getJobInstance(job.getName(), parameters(token, attempt));
        if (instance != null && repository.getJobExecutions(instance).isEmpty()) {
            log.info("job instance {} was never begun, and is created anew", instance.getId());
            repository.deleteJobInstance(instance);
        }
    }

    private static JobParameters parameters(FencingToken token, int attempt) {
        return new JobParametersBuilder()
                .addLong(SOURCE, (long) token.source())
                .addLong(SNAPSHOT, token.snapshot())
                .addLong(ATTEMPT, (long) attempt)
                .toJobParameters();
    }
}
