package dev.rollcall.bench;

/** Reads a directory in which one group holds half of all memberships: its chain of pages takes longest. */
final class SkewedPart implements BenchmarkPart {
    private static final int WORKERS = 16;

    @Override
    public String name() {
        return "skewed";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        PreparedDirectory skewed = bench.stores().skewed();
        RollcallProcess.Conditions conditions =
                RollcallProcess.Conditions.latency(bench.scale().latency());
        double chain = skewed.longestChain() * bench.scale().latency().toMillis() / 1e3;
        Samples first = new Samples();
        Samples second = new Samples();
        Samples client = new Samples();
        bench.rounds()
                .run(
                        () -> {
                            try (BenchmarkServer.Database database = bench.fresh()) {
                                RollcallProcess.Job job = RollcallProcess.Job.unlimited(skewed, WORKERS);
                                first.add(bench.report(
                                                "rollcall, first",
                                                bench.rollcall().sync(job, conditions, database))
                                        .traffic()
                                        .seconds());
                                second.add(bench.report(
                                                "rollcall, second",
                                                bench.rollcall().sync(job, conditions, database))
                                        .traffic()
                                        .seconds());
                            }
                        },
                        () -> client.add(bench.bareClient(skewed, WORKERS, conditions)
                                .traffic()
                                .seconds()));
        String made = "%d pages of %d ms, one after the other: %.1f s"
                .formatted(skewed.longestChain(), bench.scale().latency().toMillis(), chain);
        found.row(
                "skewed, 20 ms, first snapshot: elapsed / longest chain", Target.atMost(1.10), first.over(chain), made);
        found.row("skewed, 20 ms, sizes known: elapsed / longest chain", Target.atMost(1.10), second.over(chain), made);
        found.stated(
                "bare AWS client, the same pages: elapsed / longest chain",
                "",
                client.over(chain),
                "%.1f s".formatted(client.median()));
    }
}
