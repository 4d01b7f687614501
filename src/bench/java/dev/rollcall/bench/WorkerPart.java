package dev.rollcall.bench;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.sandbox.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Reads many sources by a worker and by {@code sync --all}, four at once, with the same connections. */
final class WorkerPart implements BenchmarkPart {
    private static final int WORKERS = 4;
    private static final int CONNECTIONS = 40;
    private static final int FIRST_STORE = 4_096;

    /** What is asked meanwhile takes the processors from what is measured. */
    private static final long POLL_MILLIS = 1_000;

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        PreparedDirectory small = bench.stores().small();
        List<PreparedDirectory> stores = IntStream.range(0, bench.scale().sources())
                .mapToObj(n -> new PreparedDirectory(
                        "fleet-" + n, "d-%010x".formatted(FIRST_STORE + n), small.shape(), small.file(), small.pages()))
                .toList();
        Path folder = bench.settings().folder().resolve("logs");
        Samples worker = new Samples();
        Samples sync = new Samples();
        try (ProviderProcess provider = ProviderProcess.start(stores, folder.resolve("fleet-provider.err"))) {
            Path jobs = jobs(folder, stores, provider);
            bench.rounds()
                    .run(
                            () -> sync.add(measure(bench, provider, database -> sync(bench, jobs, database))),
                            () -> worker.add(measure(
                                    bench, provider, database -> worker(bench, jobs, stores.size(), database))));
        }
        found.row(
                "%d sources, 20 ms: a worker's elapsed / that of sync --all".formatted(stores.size()),
                Target.atMost(1.05),
                worker.over(sync),
                "%.1f s / %.1f s, both four sources at once".formatted(worker.median(), sync.median()));
    }

    private interface Reading {
        void run(BenchmarkServer.Database database);
    }

    /** Seconds from the first request to the last answer. */
    private static double measure(Workbench bench, ProviderProcess provider, Reading reading) {
        try (BenchmarkServer.Database database = bench.fresh()) {
            provider.start(RollcallProcess.Conditions.latency(bench.scale().latency()));
            reading.run(database);
            Traffic traffic = provider.traffic();
            bench.print("%d requests in %.2f s".formatted(traffic.requests(), traffic.seconds()));
            return traffic.seconds();
        }
    }

    private static void sync(Workbench bench, Path jobs, BenchmarkServer.Database database) {
        TimedProcess.Running running = start(bench, jobs, database, "sync", "--all");
        TimedProcess.await(bench.rollcall().folder(), "fleet", running).succeeded();
    }

    private static void worker(Workbench bench, Path jobs, int sources, BenchmarkServer.Database database) {
        TimedProcess.Running running =
                start(bench, jobs, database, "worker", "--connections", Integer.toString(CONNECTIONS));
        try {
            while (published(database) < sources) {
                if (running.process().waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the worker ended: see fleet.err");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            running.process().descendants().forEach(ProcessHandle::destroy);
        }
        TimedProcess unused = TimedProcess.await(bench.rollcall().folder(), "fleet", running);
    }

    private static long published(BenchmarkServer.Database database) {
        return database.jdbc()
                .sql("SELECT count(*) FROM directory.snapshot WHERE outcome = 'published'")
                .query(Long.class)
                .single();
    }

    private static TimedProcess.Running start(
            Workbench bench, Path jobs, BenchmarkServer.Database database, String... command) {
        List<String> line = new ArrayList<>(bench.rollcall().command());
        line.addAll(List.of(command));
        line.addAll(List.of("--jobs", jobs.toString()));
        Map<String, String> variables = new HashMap<>(bench.rollcall().environment());
        variables.putAll(database.environment());
        return TimedProcess.start(bench.rollcall().folder(), "fleet", variables, line);
    }

    private static Path jobs(Path folder, List<PreparedDirectory> stores, ProviderProcess provider) {
        Path jobs = folder.resolve("fleet-jobs");
        try {
            Files.createDirectories(jobs);
            SecretFiles keys = SecretFiles.in(folder, ProviderProcess.KEY);
            for (PreparedDirectory store : stores) {
                String text = JobFileText.of(Cloud.AWS, store.id(), provider.endpoint(), keys)
                        .limit("requests-per-second", RollcallProcess.UNLIMITED)
                        .limit("workers", WORKERS)
                        .schedule("every 1d")
                        .toString();
                Files.writeString(jobs.resolve(store.name() + ".yaml"), text);
            }
            return jobs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
