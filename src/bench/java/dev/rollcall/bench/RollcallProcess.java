package dev.rollcall.bench;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.sandbox.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rollcall in a process of its own.
 *
 * @param command starts it
 * @param environment variables that it is started with besides
 */
record RollcallProcess(List<String> command, Map<String, String> environment, Path folder, ProviderProcess provider) {
    static final String SOURCE = "bench";
    static final double UNLIMITED = 100_000;

    RollcallProcess {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * The settings of the job file.
     *
     * @param requestsPerSecond the greatest rate
     */
    record Job(PreparedDirectory directory, int workers, double requestsPerSecond) {
        static Job unlimited(PreparedDirectory directory, int workers) {
            return new Job(directory, workers, UNLIMITED);
        }
    }

    /**
     * How the provider answers.
     *
     * @param rate requests per second that it permits; 0 for no limit
     * @param burst how many requests it permits at once
     */
    record Conditions(Duration latency, double rate, int burst) {
        static final Conditions NONE = new Conditions(Duration.ZERO, 0);

        Conditions(Duration latency, double rate) {
            this(latency, rate, 5);
        }

        static Conditions latency(Duration latency) {
            return new Conditions(latency, 0);
        }
    }

    /**
     * A run.
     *
     * @param steps seconds of each step of the job
     */
    record Run(TimedProcess process, Traffic traffic, Map<String, Double> steps) {
        double step(String name) {
            Double seconds = steps.get(name);
            if (seconds == null) {
                throw new IllegalStateException("there was no step " + name);
            }
            return seconds;
        }

        double startSeconds() {
            return (traffic.firstMicros() - process.startedMicros()) / 1e6;
        }

        /** How the time was spent, in a line. */
        String phases() {
            double publish = steps.getOrDefault("publishSnapshot", 0.0);
            return "whole %.2f s (cpu %.2f): start %.2f, groups %.2f, users %.2f, memberships %.2f, publish %.2f, rest %.2f; %d requests in %.2f s, %d throttled"
                    .formatted(
                            process.seconds(),
                            process.cpuSeconds(),
                            startSeconds(),
                            steps.getOrDefault("stageGroups", 0.0),
                            steps.getOrDefault("stageUsers", 0.0),
                            steps.getOrDefault("stageMemberships", 0.0),
                            publish,
                            process.seconds() - startSeconds() - traffic.seconds() - publish,
                            traffic.requests(),
                            traffic.seconds(),
                            traffic.throttled());
        }
    }

    RollcallProcess with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new RollcallProcess(command, all, folder, provider);
    }

    /** Syncs once; fails when it ends with another exit code. */
    Run sync(Job job, Conditions conditions, BenchmarkServer.Database database, int exitCode, String... options) {
        provider.start(conditions);
        TimedProcess process = TimedProcess.await(folder, "rollcall", start(job, database, options));
        if (process.exitCode() != exitCode) {
            throw new IllegalStateException("exit code " + process.exitCode() + ": see " + process.log());
        }
        return new Run(process, provider.traffic(), steps(database));
    }

    Run sync(Job job, Conditions conditions, BenchmarkServer.Database database) {
        return sync(job, conditions, database, 0);
    }

    TimedProcess.Running start(Job job, BenchmarkServer.Database database, String... options) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("sync", SOURCE, "--json", "--jobs", jobs(job).toString()));
        line.addAll(List.of(options));
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(database.environment());
        return TimedProcess.start(folder, "rollcall", variables, line);
    }

    /** Creates the schema. */
    void migrate(BenchmarkServer.Database database) {
        List<String> line = new ArrayList<>(command);
        line.add("migrate");
        TimedProcess.run(folder, "migrate", database.environment(), line).succeeded();
    }

    private static Map<String, Double> steps(BenchmarkServer.Database database) {
        Map<String, Double> steps = new HashMap<>();
        database.jdbc().sql("""
                        SELECT step_name, extract(epoch FROM max(end_time) - min(start_time))
                          FROM batch.batch_step_execution
                         WHERE job_execution_id = (SELECT max(job_execution_id) FROM batch.batch_job_execution)
                         GROUP BY step_name
                        """).query(row -> {
            steps.put(row.getString(1), row.getDouble(2));
        });
        return steps;
    }

    private Path jobs(Job job) {
        Path jobs = folder.resolve("jobs");
        try {
            Files.createDirectories(jobs);
            SecretFiles keys = SecretFiles.in(folder, ProviderProcess.KEY);
            String text = JobFileText.of(Cloud.AWS, job.directory().id(), provider.endpoint(), keys)
                    .limit("requests-per-second", job.requestsPerSecond())
                    .limit("workers", job.workers())
                    .toString();
            Files.writeString(jobs.resolve(SOURCE + ".yaml"), text);
            return jobs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
