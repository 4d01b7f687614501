package dev.rollcall.bench;

/** Reads the company's directory with a usual Python script, and with the program as it is packaged. */
final class ScriptPart implements BenchmarkPart {
    @Override
    public String name() {
        return "script";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        String what = "script, company, unlimited, 20 ms, 8 threads, whole process: its elapsed / Rollcall's";
        String missing = Baselines.missingForScript();
        if (!missing.isEmpty()) {
            found.missing(what, Target.atLeast(1.2), missing);
            return;
        }
        PreparedDirectory company = bench.stores().company();
        RollcallProcess.Conditions conditions =
                RollcallProcess.Conditions.latency(bench.scale().latency());
        Samples rollcall = new Samples();
        Samples eight = new Samples();
        Samples one = new Samples();
        Samples client = new Samples();
        bench.rounds()
                .run(
                        () -> rollcall.add(
                                bench.first(RollcallProcess.Job.unlimited(company, Workbench.WORKERS), conditions)
                                        .process()
                                        .seconds()),
                        () -> eight.add(script(bench, company, Workbench.WORKERS, conditions)),
                        () -> one.add(script(bench, company, 1, conditions)),
                        () -> client.add(bench.bareClient(company, Workbench.WORKERS, conditions)
                                .process()
                                .seconds()));
        found.row(
                what,
                Target.atLeast(1.2),
                eight.over(rollcall),
                "%.1f s / %.1f s".formatted(eight.median(), rollcall.median()));
        found.stated(
                "script, the same: its elapsed / that of the bare AWS client, 8 threads, which writes nothing",
                "",
                eight.over(client),
                "%.1f s / %.1f s".formatted(eight.median(), client.median()));
        found.stated(
                "script, the same with 1 thread: its elapsed / Rollcall's with 8 workers", "", one.over(rollcall), "");
        String panel = "Company, 20 ms a request: seconds of the whole process";
        found.bar(panel, "Rollcall, 8 workers", rollcall.values());
        found.bar(panel, "Python script, 8 threads", eight.values());
        found.bar(panel, "Python script, 1 thread", one.values());
    }

    private static double script(
            Workbench bench, PreparedDirectory store, int threads, RollcallProcess.Conditions conditions) {
        try (BenchmarkServer.Database database = bench.postgres().createEmpty()) {
            return bench.report(
                            "script, threads: " + threads,
                            bench.baselines().script(store, threads, conditions, database))
                    .process()
                    .seconds();
        }
    }
}
