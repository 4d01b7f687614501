package dev.rollcall.bench;

import dev.rollcall.machine.JavaCommand;
import dev.rollcall.machine.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs what Rollcall is compared with: other programs that read the directory, or a part of it. */
final class Baselines {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Map<String, String> CREDENTIALS = Map.of(
            "AWS_ACCESS_KEY_ID", ProviderProcess.KEY.id(),
            "AWS_SECRET_ACCESS_KEY", ProviderProcess.KEY.secret(),
            "AWS_EC2_METADATA_DISABLED", "true");

    private final Path folder;
    private final ProviderProcess provider;

    Baselines(Path folder, ProviderProcess provider) {
        this.folder = folder;
        this.provider = provider;
    }

    /** A run of another program. */
    record Run(TimedProcess process, Traffic traffic) {}

    /** What the machine lacks to run the script; empty when nothing. */
    static String missingForScript() {
        return ProgramRun.succeeds(PYTHON, "-c", "import boto3, psycopg2")
                ? ""
                : PYTHON + " has no boto3 and psycopg2 (Debian: python3-boto3 python3-psycopg2)";
    }

    /** The versions of Python and the libraries that the script uses. */
    static String scriptVersions() {
        String print = "import sys, boto3, psycopg2; print('Python', sys.version.split()[0],"
                + " 'boto3', boto3.__version__, 'psycopg2', psycopg2.__version__.split()[0])";
        return ProgramRun.of(List.of(PYTHON, "-c", print)).output().strip();
    }

    Run script(
            PreparedDirectory store,
            int threads,
            RollcallProcess.Conditions conditions,
            BenchmarkServer.Database database) {
        return run(
                "script",
                conditions,
                List.of(
                        PYTHON,
                        Path.of("src", "bench", "export.py").toAbsolutePath().toString(),
                        "--endpoint=" + provider.endpoint(),
                        "--store=" + store.id(),
                        "--dsn=" + database.connectionString(),
                        "--threads=" + threads));
    }

    /**
     * Runs the textbook's Spring Batch job.
     *
     * @param database with the schema, which holds the tables of Spring Batch
     */
    Run textbook(
            PreparedDirectory store,
            int chunk,
            RollcallProcess.Conditions conditions,
            BenchmarkServer.Database database) {
        TextbookJob.createTables(database.jdbc());
        List<String> command = new ArrayList<>(JavaCommand.withOptions());
        command.add(TextbookJob.class.getName());
        command.addAll(List.of(
                "--endpoint=" + provider.endpoint(),
                "--store=" + store.id(),
                "--chunk=" + chunk,
                "--spring.batch.job.enabled=true",
                "--logging.level.root=WARN",
                "--spring.datasource.url=" + database.url() + "?reWriteBatchedInserts=true",
                "--spring.datasource.username=" + database.user()));
        return run("textbook", conditions, command);
    }

    Run clientFloor(PreparedDirectory store, int workers, RollcallProcess.Conditions conditions) {
        List<String> command = new ArrayList<>(JavaCommand.withOptions());
        command.add(ClientFloor.class.getName());
        command.addAll(List.of(provider.endpoint().toString(), store.id(), Integer.toString(workers)));
        return run("client-floor", conditions, command);
    }

    /** Runs Debian's {@code awscli}, which requests a page of groups. */
    Run awscli(PreparedDirectory store) {
        return run(
                "awscli",
                RollcallProcess.Conditions.NONE,
                List.of(
                        "/usr/bin/aws",
                        "identitystore",
                        "list-groups",
                        "--identity-store-id=" + store.id(),
                        "--region=eu-west-1",
                        "--endpoint-url=" + provider.endpoint(),
                        "--no-paginate"));
    }

    private Run run(String name, RollcallProcess.Conditions conditions, List<String> command) {
        provider.start(conditions);
        TimedProcess process =
                TimedProcess.run(folder, name, CREDENTIALS, command).succeeded();
        return new Run(process, provider.traffic());
    }
}
