package dev.rollcall.bench;

import java.util.List;

/** The company's directory from a provider without a limit: the program against the API's floor and the textbook. */
final class CompanyPart implements BenchmarkPart {
    private static final int WORKERS = 16;

    @Override
    public String name() {
        return "unlimited";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        PreparedDirectory company = bench.stores().company();
        RollcallProcess.Conditions conditions =
                RollcallProcess.Conditions.latency(bench.scale().latency());
        double floor = company.pages() * bench.scale().latency().toMillis() / 1e3 / WORKERS;
        Samples ours = new Samples();
        Samples client = new Samples();
        Samples textbook = new Samples();
        Samples requests = new Samples();
        bench.rounds()
                .run(
                        () -> {
                            RollcallProcess.Run run =
                                    bench.first(RollcallProcess.Job.unlimited(company, WORKERS), conditions);
                            ours.add(run.traffic().seconds());
                            requests.add((double) run.traffic().requests() / company.pages());
                        },
                        () -> client.add(bench.bareClient(company, WORKERS, conditions)
                                .traffic()
                                .seconds()),
                        () -> {
                            try (BenchmarkServer.Database database = bench.fresh()) {
                                Baselines.Run run = bench.told(
                                        "textbook job",
                                        bench.rivals()
                                                .textbook(
                                                        company, bench.scale().textbookChunk(), conditions, database));
                                textbook.add(run.traffic().seconds());
                            }
                        });
        found.row(
                "unlimited, 20 ms, 16 workers, company: elapsed / API's floor",
                Target.atMost(1.25),
                ours.over(floor),
                "%.2f s / %.2f s (%d requests)".formatted(ours.median(), floor, company.pages()));
        found.stated(
                "bare AWS client, the same pages: elapsed / API's floor",
                "",
                client.over(floor),
                "%.2f s".formatted(client.median()));
        found.row(
                "textbook job, company, unlimited, 20 ms: its elapsed / ours",
                Target.atLeast(5),
                textbook.over(ours),
                "%.1f s / %.1f s".formatted(textbook.median(), ours.median()));
        found.row("requests made / least number possible", Target.exactly(1), requests.values(), "company");
        String panel = "Company, 20 ms a request: seconds of reading";
        found.bar(panel, "API's floor, 16 at once", List.of(floor));
        found.bar(panel, "Bare AWS client, 16 threads", client.values());
        found.bar(panel, "Rollcall, 16 workers", ours.values());
        found.bar(panel, "Textbook Spring Batch job", textbook.values());
    }
}
