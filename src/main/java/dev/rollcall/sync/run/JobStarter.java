package dev.rollcall.sync.run;

import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.source.FencingToken;
import java.util.Optional;
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

/** Starts the job of a snapshot, whatever Spring Batch remembers of the runs before. */
final class JobStarter {
    private static final Logger log = LoggerFactory.getLogger(JobStarter.class);

    private final JobOperator operator;
    private final JobRepository repository;
    private final Job job;
    private final Snapshots snapshots;

    JobStarter(JobOperator operator, JobRepository repository, Job job, Snapshots snapshots) {
        this.operator = operator;
        this.repository = repository;
        this.job = job;
        this.snapshots = snapshots;
    }

    /**
     * Marks the executions of this source that died, these alone: the caller holds the source's lock, so that none of
     * them lives.
     */
    void recoverDead(int source) {
        for (JobExecution execution : repository.findRunningJobExecutions(job.getName())) {
            Long of = execution.getJobParameters().getLong("source");
            if (of != null && of == source) {
                log.info("recovering job execution {}, which did not end", execution.getId());
                operator.recover(execution);
            }
        }
    }

    /** Runs the job to its end; gives the failure that ended it, if one did. */
    Optional<Throwable> run(FencingToken token, int attempt) throws JobExecutionException {
        JobExecution execution = start(token, attempt);
        return execution.getStatus().isUnsuccessful()
                ? execution.getAllFailureExceptions().stream().findFirst()
                : Optional.empty();
    }

    private JobExecution start(FencingToken token, int attempt) throws JobExecutionException {
        forgetUnbegun(token, attempt);
        try {
            return operator.start(job, parameters(token, attempt));
        } catch (JobRestartException | JobInstanceAlreadyCompleteException | JobExecutionAlreadyRunningException e) {
            // The last: an execution that ended while the end of one of its steps got lost. None lives.
            log.info("snapshot {} goes on in a new job instance: {}", token.snapshot(), e.getMessage());
            return operator.start(job, parameters(token, snapshots.nextAttempt(token.snapshot())));
        }
    }

    /** Spring Batch can't start a job instance whose first execution never came to be: the run died in between. */
    private void forgetUnbegun(FencingToken token, int attempt) {
        JobInstance instance = repository.getJobInstance(job.getName(), parameters(token, attempt));
        if (instance != null && repository.getJobExecutions(instance).isEmpty()) {
            log.info("job instance {} was never begun, and is created anew", instance.getId());
            repository.deleteJobInstance(instance);
        }
    }

    /** Removes what Spring Batch remembers of a snapshot. */
    void forget(FencingToken token, int attempt) {
        JobInstance instance = repository.getJobInstance(job.getName(), parameters(token, attempt));
        if (instance != null) {
            repository.deleteJobInstance(instance);
        }
    }

    private static JobParameters parameters(FencingToken token, int attempt) {
        return new JobParametersBuilder()
                .addLong("source", (long) token.source())
                .addLong("snapshot", token.snapshot())
                .addLong("attempt", (long) attempt)
                .toJobParameters();
    }
}
