package dev.rollcall.bench;

import java.util.List;

/** Reads the company's directory without a rate limit: compares with the API's floor and the textbook job. */
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
        Samples rollcall = new Samples();
        Samples client = new Samples();
        Samples textbook = new Samples();
        Samples requests = new Samples();
        bench.rounds()
                .run(
                        () -> {
                            RollcallProcess.Run run =
                                    bench.first(RollcallProcess.Job.unlimited(company, WORKERS), conditions);
                            rollcall.add(run.traffic().seconds());
                            requests.add((double) run.traffic().requests() / company.pages());
                        },
                        () -> client.add(bench.bareClient(company, WORKERS, conditions)
                                .traffic()
                                .seconds()),
                        () -> {
                            try (BenchmarkServer.Database database = bench.fresh()) {
                                Baselines.Run run = bench.report(
                                        "textbook job",
                                        bench.baselines()
                                                .textbook(
                                                        company, bench.scale().textbookChunk(), conditions, database));
                                textbook.add(run.traffic().seconds());
                            }
                        });
        found.row(
                "unlimited, 20 ms, 16 workers, company: elapsed / API's floor",
                Target.atMost(1.25),
                rollcall.over(floor),
                "%.2f s / %.2f s (%d requests)".formatted(rollcall.median(), floor, company.pages()));
        found.stated(
                "bare AWS client, the same pages: elapsed / API's floor",
                "",
                client.over(floor),
                "%.2f s".formatted(client.median()));
        found.row(
                "textbook job, company, unlimited, 20 ms: its elapsed / Rollcall's",
                Target.atLeast(5),
                textbook.over(rollcall),
                "%.1f s / %.1f s".formatted(textbook.median(), rollcall.median()));
        found.row("requests made / least number possible", Target.atMost(1.01), requests.values(), "company");
        String panel = "Company, 20 ms a request: seconds of reading";
        found.bar(panel, "API's floor, 16 at once", List.of(floor));
        found.bar(panel, "Bare AWS client, 16 threads", client.values());
        found.bar(panel, "Rollcall, 16 workers", rollcall.values());
        found.bar(panel, "Textbook Spring Batch job", textbook.values());
    }
}
