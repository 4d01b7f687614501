package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads from a provider that limits the rate of requests. */
final class RatePart implements BenchmarkPart {
    private static final double OVERSTATED = 5;

    /** Tokens of the provider's bucket. */
    private static final List<Integer> BURSTS = List.of(1, 5, 20);

    private static final double SLOW_SHARE = 0.25;
    private static final double REGAINED = 0.9;
    private static final double WINDOW_SECONDS = 2;

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        double rate = bench.scale().rate();
        PreparedDirectory cut = bench.stores().cut();
        RollcallProcess.Conditions limited =
                new RollcallProcess.Conditions(bench.scale().latency(), rate);
        double floor = cut.pages() / rate;
        Samples known = new Samples();
        Samples knownThrottled = new Samples();
        List<Overstated> overstated = BURSTS.stream().map(Overstated::new).toList();
        Samples regained = new Samples();
        RollcallProcess.Job told = new RollcallProcess.Job(cut, Workbench.WORKERS, OVERSTATED * rate);
        List<Runnable> measured = new ArrayList<>();
        measured.add(() -> {
            RollcallProcess.Run run = bench.first(new RollcallProcess.Job(cut, Workbench.WORKERS, rate), limited);
            known.add(run.traffic().seconds() / floor);
            knownThrottled.add(run.traffic().throttledPercent());
        });
        overstated.forEach(part -> measured.add(() -> part.add(
                bench.first(told, new RollcallProcess.Conditions(bench.scale().latency(), rate, part.burst())),
                floor)));
        measured.add(() -> regained.add(step(bench, told, rate)));
        bench.rounds().run(measured.toArray(Runnable[]::new));
        String made = "%d requests at %.0f/s: %.1f s".formatted(cut.pages(), rate, floor);
        found.row("rate known: elapsed / (requests / rate)", Target.atMost(1.03), known.values(), made);
        found.row("rate known: percent of requests throttled", Target.below(0.5), knownThrottled.values(), "");
        overstated.forEach(part -> part.tell(found, made));
        found.row(
                "rate steps to a quarter and back: seconds until 90% of it is served again",
                Target.atMost(20), regained.values(), "90% over the last 2 s");
    }

    /** Told more than the provider permits, which lets so many requests through at once. */
    private record Overstated(int burst, Samples elapsed, Samples throttled) {
        Overstated(int burst) {
            this(burst, new Samples(), new Samples());
        }

        void add(RollcallProcess.Run run, double floor) {
            elapsed.add(run.traffic().seconds() / floor);
            throttled.add(run.traffic().throttledPercent());
        }

        void tell(Findings found, String made) {
            String what = "rate overstated 5 times, bucket of %d: ".formatted(burst);
            found.row(what + "elapsed / (requests / rate)", Target.atMost(1.05), elapsed.values(), made);
            found.stated(what + "percent of requests throttled, the first 10 s included", "", throttled.values(), "");
        }
    }

    /** Seconds from the return of the rate until most of it was used over the last {@value #WINDOW_SECONDS} s. */
    private static double step(Workbench bench, RollcallProcess.Job job, double rate) {
        bench.provider().start(new RollcallProcess.Conditions(bench.scale().latency(), rate));
        try (BenchmarkServer.Database database = bench.fresh()) {
            TimedProcess.Running started = bench.rollcall().start(job, database);
            while (bench.provider().traffic().requests() == 0) {
                pause(10);
            }
            pause(bench.scale().stepAfter().toMillis());
            bench.provider().permit(SLOW_SHARE * rate);
            pause(bench.scale().stepAfter().toMillis());
            double back = (System.currentTimeMillis() * 1_000
                            - bench.provider().traffic().firstMicros())
                    / 1e6;
            bench.provider().permit(rate);
            TimedProcess ended = TimedProcess.await(bench.rollcall().folder(), "rollcall", started)
                    .succeeded();
            double seconds = regained(bench.provider().served(), back, rate);
            bench.print("rollcall, rate stepping: whole %.2f s, %.1f s until the rate was regained"
                    .formatted(ended.seconds(), seconds));
            return seconds;
        }
    }

    private static double regained(double[] served, double back, double rate) {
        int first = 0;
        for (int last = 0; last < served.length; last++) {
            while (served[last] - served[first] > WINDOW_SECONDS) {
                first++;
            }
            if (served[first] >= back && last - first + 1 >= REGAINED * rate * WINDOW_SECONDS) {
                return served[last] - back;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static void pause(long millis) {
        try {
            boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
