package dev.rollcall.bench;

import java.util.Locale;
import java.util.Map;

/** Reads the giant directory from a provider without latency into an empty database: no time passes in waiting. */
final class GiantPart implements BenchmarkPart {
    private static final String DISK = """
            SELECT (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
                     WHERE c.relnamespace = 'directory'::regnamespace AND c.relkind = 'r')
                   / (SELECT sum(octet_length(k.group_id) + octet_length(n.member_id) + octet_length(h.membership_id::text))
                        FROM directory.memberships_history h
                        JOIN directory.group_key k ON k.no = h.group_no
                        JOIN directory.member_key n ON n.no = h.member_no
                       WHERE h.valid_to = 'infinity')
            """;

    @Override
    public String name() {
        return "giant";
    }

    /** The measurements of the program. */
    private record Measured(Samples whole, Samples cpu, Samples companyCpu, Samples disk, Samples providerCpu) {}

    /** The measurements that it is compared with. */
    private record Others(Samples client, Samples copy, Samples script, Samples scriptCpu) {}

    @Override
    public void measure(Workbench bench, Findings found) {
        Measured rollcall = new Measured(new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        Others others = new Others(new Samples(), new Samples(), new Samples(), new Samples());
        StagedFiles files = staged(bench);
        String missing = Baselines.missingForScript();
        bench.rounds()
                .run(
                        () -> rollcall(bench, rollcall),
                        () -> client(bench, others),
                        () -> copy(bench, files, others),
                        () -> {
                            if (missing.isEmpty()) {
                                script(bench, others);
                            }
                        });
        Samples floors = others.client.plus(others.copy);
        found.row(
                "zero latency, giant, first snapshot, whole process: elapsed / (client's floor + database's floor)",
                Target.atMost(1.1),
                rollcall.whole.over(floors),
                "%.1f s / (%.1f s + %.1f s)"
                        .formatted(rollcall.whole.median(), others.client.median(), others.copy.median()));
        script(found, rollcall, others, missing);
        double giant = bench.stores().giant().shape().memberships();
        double company = bench.stores().company().shape().memberships();
        Samples each = new Samples();
        rollcall.cpu.values().forEach(seconds -> each.add(seconds / giant * 1e6));
        Samples eachOfCompany = new Samples();
        rollcall.companyCpu.values().forEach(seconds -> eachOfCompany.add(seconds / company * 1e6));
        found.row(
                "CPU time per membership, giant / company",
                Target.atMost(1.1),
                each.over(eachOfCompany),
                "%.1f µs / %.1f µs, zero latency".formatted(each.median(), eachOfCompany.median()));
        found.row(
                "disk, giant, first snapshot: bytes of directory / bytes of ids",
                Target.atMost(1.6),
                rollcall.disk.values(),
                "");
        found.stated("provider's own CPU time during Rollcall's run, giant", "s", rollcall.providerCpu.values(), "");
        String panel = "Giant, zero latency: seconds of the whole process";
        found.bar(panel, "Bare AWS client + COPY and publish", floors.values());
        found.bar(panel, "Rollcall, 8 workers", rollcall.whole.values());
        if (missing.isEmpty()) {
            found.bar(panel, "Python script, 8 threads", others.script.values());
        }
    }

    private static void script(Findings found, Measured rollcall, Others others, String missing) {
        String elapsed = "script, giant, zero latency, 8 threads, whole process: its elapsed / Rollcall's";
        String cpu = "script, giant, zero latency, 8 threads: its CPU time / Rollcall's";
        if (!missing.isEmpty()) {
            found.missing(elapsed, Target.atLeast(2), missing);
            found.missing(cpu, Target.atLeast(1.5), missing);
            return;
        }
        found.row(
                elapsed,
                Target.atLeast(2),
                others.script.over(rollcall.whole),
                "%.1f s / %.1f s".formatted(others.script.median(), rollcall.whole.median()));
        found.row(
                cpu,
                Target.atLeast(1.5),
                others.scriptCpu.over(rollcall.cpu),
                "%.1f s / %.1f s".formatted(others.scriptCpu.median(), rollcall.cpu.median()));
    }

    private static StagedFiles staged(Workbench bench) {
        try (BenchmarkServer.Database database = bench.fresh()) {
            StagedFiles.stage(bench.rollcall(), job(bench.stores().giant()), database);
            return StagedFiles.of(database, bench.settings().folder().resolve("first-snapshot"));
        }
    }

    private static RollcallProcess.Job job(PreparedDirectory store) {
        return RollcallProcess.Job.unlimited(store, Workbench.WORKERS);
    }

    private static void rollcall(Workbench bench, Measured seen) {
        double before = bench.provider().traffic().cpuSeconds();
        try (BenchmarkServer.Database database = bench.fresh()) {
            RollcallProcess.Run run = bench.report(
                    "rollcall, giant",
                    bench.rollcall().sync(job(bench.stores().giant()), RollcallProcess.Conditions.NONE, database));
            seen.whole.add(run.process().seconds());
            seen.cpu.add(run.process().cpuSeconds());
            seen.providerCpu.add(run.traffic().cpuSeconds() - before);
            seen.disk.add(database.jdbc().sql(DISK).query(Double.class).single());
        }
        seen.companyCpu.add(bench.first(job(bench.stores().company()), RollcallProcess.Conditions.NONE)
                .process()
                .cpuSeconds());
    }

    private static void client(Workbench bench, Others others) {
        Baselines.Run run =
                bench.bareClient(bench.stores().giant(), Workbench.WORKERS, RollcallProcess.Conditions.NONE);
        others.client.add(run.process().seconds());
    }

    private static void copy(Workbench bench, StagedFiles files, Others others) {
        try (BenchmarkServer.Database database = bench.fresh()) {
            TimedProcess psql = TimedProcess.run(
                            bench.rollcall().folder(), "psql", Map.of(), database.psql(files.firstSnapshot()))
                    .succeeded();
            double[] parts = StagedFiles.between(psql.output());
            bench.print(String.format(
                    Locale.ROOT,
                    "database's floor, giant: whole %.2f s: copy %.2f, publish %.2f",
                    psql.seconds(),
                    parts[0],
                    parts[1]));
            others.copy.add(psql.seconds());
        }
    }

    private static void script(Workbench bench, Others others) {
        try (BenchmarkServer.Database database = bench.postgres().createEmpty()) {
            Baselines.Run run = bench.report(
                    "script, giant",
                    bench.baselines()
                            .script(
                                    bench.stores().giant(),
                                    Workbench.WORKERS,
                                    RollcallProcess.Conditions.NONE,
                                    database));
            others.script.add(run.process().seconds());
            others.scriptCpu.add(run.process().cpuSeconds());
        }
    }
}
