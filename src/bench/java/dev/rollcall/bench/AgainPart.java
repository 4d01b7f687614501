package dev.rollcall.bench;

import java.util.Locale;
import java.util.Map;

/** Reads the giant directory again: unchanged, and with one membership in a hundred changed. */
final class AgainPart implements BenchmarkPart {
    private static final int ONE_IN = 100;

    private static final String WRITES = """
            SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
              FROM (SELECT pg_stat_clear_snapshot(), pg_sleep(1)) now, pg_stat_user_tables
             WHERE schemaname = 'directory' AND relname LIKE '%\\_history'
            """;

    @Override
    public String name() {
        return "again";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        Samples unchanged = new Samples();
        Samples rows = new Samples();
        Samples psql = new Samples();
        Samples changed = new Samples();
        RollcallProcess.Job job = RollcallProcess.Job.unlimited(bench.stores().giant(), Workbench.WORKERS);
        try (BenchmarkServer.Database database = bench.fresh()) {
            RollcallProcess.Run baseline = bench.report(
                    "rollcall, first", bench.rollcall().sync(job, RollcallProcess.Conditions.NONE, database));
            bench.print("publish of the baseline: %.2f s".formatted(baseline.step("publishSnapshot")));
            try (BenchmarkServer.Database frozen = bench.postgres().create(database.name())) {
                StagedFiles.stage(bench.rollcall(), job, frozen);
                StagedFiles files =
                        StagedFiles.of(frozen, bench.settings().folder().resolve("again"));
                bench.rounds()
                        .run(
                                () -> unchanged(bench, job, database, unchanged, rows),
                                () -> psql(bench, files, frozen, psql),
                                () -> {
                                    bench.provider().rejoin(bench.stores().giant(), ONE_IN);
                                    changed.add(bench.report(
                                                    "rollcall, 1% changed",
                                                    bench.rollcall()
                                                            .sync(job, RollcallProcess.Conditions.NONE, database))
                                            .step("publishSnapshot"));
                                });
            }
        }
        found.row(
                "giant, unchanged: publish step / the same diff in plain psql",
                Target.atMost(1.3),
                unchanged.over(psql),
                "%.1f s / %.1f s".formatted(unchanged.median(), psql.median()));
        found.row("giant, unchanged: rows written to history", Target.exactly(0), rows.values(), "by pg_stat");
        found.row(
                "giant, 1% changed: publish step / that of the unchanged one",
                Target.atMost(1.5),
                changed.over(unchanged),
                "%.1f s / %.1f s".formatted(changed.median(), unchanged.median()));
    }

    private static void unchanged(
            Workbench bench,
            RollcallProcess.Job job,
            BenchmarkServer.Database database,
            Samples seconds,
            Samples rows) {
        long before = writes(database);
        seconds.add(bench.report(
                        "rollcall, unchanged", bench.rollcall().sync(job, RollcallProcess.Conditions.NONE, database))
                .step("publishSnapshot"));
        rows.add((double) (writes(database) - before));
    }

    private static long writes(BenchmarkServer.Database database) {
        return database.jdbc().sql(WRITES).query(Long.class).single();
    }

    private static void psql(Workbench bench, StagedFiles files, BenchmarkServer.Database frozen, Samples seconds) {
        TimedProcess run = TimedProcess.run(bench.rollcall().folder(), "psql", Map.of(), frozen.psql(files.again()))
                .succeeded();
        double publish = StagedFiles.between(run.output())[0];
        bench.print(String.format(Locale.ROOT, "psql, unchanged: publish %.2f s", publish));
        seconds.add(publish);
    }
}
