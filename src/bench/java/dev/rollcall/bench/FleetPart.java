package dev.rollcall.bench;

import dev.rollcall.database.SqlFile;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.sandbox.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks for the state of 500 sources, which have 200 nights behind them and a job file each. */
final class FleetPart implements BenchmarkPart {
    private static final int SOURCES = 500;
    private static final long FIRST_STORE = 1_000_000_000;

    /** Some sources of the fleet failed, or are stale: the status says so by its exit code. */
    private static final Map<String, Integer> EXIT_CODES = Map.of("status", 1, "metrics", 0);

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        Path jobs = jobs(bench);
        try (BenchmarkServer.Database database = bench.fresh()) {
            database.jdbc()
                    .sql(SqlFile.read(SqlFile.class, "/dev/rollcall/fleet"))
                    .update();
            for (Map.Entry<String, Integer> command : EXIT_CODES.entrySet()) {
                Samples seconds = new Samples();
                Samples cpu = new Samples();
                bench.rounds().run(() -> {
                    TimedProcess asked = ask(bench, command, jobs, database);
                    bench.print(
                            "%s: %.2f s (cpu %.2f)".formatted(command.getKey(), asked.seconds(), asked.cpuSeconds()));
                    seconds.add(asked.seconds());
                    cpu.add(asked.cpuSeconds());
                });
                found.row(
                        "%s over %d sources with job files".formatted(command.getKey(), SOURCES),
                        Target.below(1),
                        "s",
                        seconds.values(),
                        "CPU %.2f s".formatted(cpu.median()));
            }
        }
    }

    private static TimedProcess ask(
            Workbench bench, Map.Entry<String, Integer> command, Path jobs, BenchmarkServer.Database database) {
        List<String> line = new ArrayList<>(bench.rollcall().command());
        line.addAll(List.of(command.getKey(), "--jobs", jobs.toString()));
        TimedProcess asked =
                TimedProcess.run(bench.rollcall().folder(), "fleet-" + command.getKey(), database.environment(), line);
        if (asked.exitCode() != command.getValue()) {
            throw new IllegalStateException("exit code " + asked.exitCode() + ": see " + asked.log());
        }
        return asked;
    }

    private static Path jobs(Workbench bench) {
        Path folder = bench.settings().folder().resolve("logs");
        Path jobs = folder.resolve("fleet-status-jobs");
        try {
            Files.createDirectories(jobs);
            SecretFiles keys = SecretFiles.in(folder, ProviderProcess.KEY);
            for (int source = 1; source <= SOURCES; source++) {
                String text = JobFileText.of(
                                Cloud.AWS,
                                "d-" + (FIRST_STORE + source),
                                bench.provider().endpoint(),
                                keys)
                        .schedule("every 1d")
                        .toString();
                Files.writeString(jobs.resolve("source-%03d.yaml".formatted(source)), text);
            }
            return jobs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
