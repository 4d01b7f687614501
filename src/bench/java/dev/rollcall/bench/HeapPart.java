package dev.rollcall.bench;

import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures the live heap: a full collection is requested each second, and the greatest remainder counts. */
final class HeapPart implements BenchmarkPart {
    private static final String SMALL_HEAP = "-Xmx128m";

    /** Without it three collections of four leave dead objects, up to 5% of the old generation, which count as in use. */
    private static final String WHOLE_COLLECTIONS = "-XX:MarkSweepAlwaysCompactCount=1";

    private static final Pattern AFTER = Pattern.compile("Heap after GC invocations=\\d+ \\(full (\\d+)\\)");
    private static final Pattern USED = Pattern.compile("(?:generation|heap|Gen)\\s+total \\d+K, used (\\d+)K");

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        Samples giant = new Samples();
        Samples company = new Samples();
        bench.rounds()
                .run(
                        () -> giant.add(peak(bench, bench.stores().giant())),
                        () -> company.add(peak(bench, bench.stores().company())));
        found.row(
                "peak heap in use after collection, giant / company; both with " + SMALL_HEAP,
                Target.atMost(1.1),
                giant.over(company),
                "%.1f MB / %.1f MB".formatted(giant.median(), company.median()));
    }

    /** Megabytes. */
    private static double peak(Workbench bench, PreparedDirectory store) {
        Path log = bench.rollcall().folder().resolve("gc.log");
        String options = SMALL_HEAP + " " + WHOLE_COLLECTIONS + " -Xlog:gc+heap=debug:file=" + log + "::filecount=0";
        // The launcher reads the first variable and a bare java the second; the launcher's own options would disable
        // the log.
        RollcallProcess rollcall =
                bench.rollcall().with(Map.of("ROLLCALL_JAVA_OPTS", options, "JDK_JAVA_OPTIONS", options));
        bench.provider().start(RollcallProcess.Conditions.NONE);
        try (BenchmarkServer.Database database = bench.fresh()) {
            TimedProcess.Running started =
                    rollcall.start(RollcallProcess.Job.unlimited(store, Workbench.WORKERS), database);
            collect(started.process());
            TimedProcess ended =
                    TimedProcess.await(rollcall.folder(), "rollcall", started).succeeded();
            double most = most(Files.readAllLines(log)) / 1024.0;
            bench.print("rollcall, %s, %s: whole %.2f s, %.1f MB in use after collection"
                    .formatted(store.name(), SMALL_HEAP, ended.seconds(), most));
            return most;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Process process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                Optional<ProcessHandle> jvm = process.descendants()
                        .filter(child -> child.info().command().orElse("").endsWith("java"))
                        .findFirst();
                // The JVM may be starting or ending: the collection of the next second counts then.
                if (jvm.isPresent()) {
                    boolean unused =
                            ProgramRun.succeeds(jcmd, Long.toString(jvm.get().pid()), "GC.run");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kilobytes, after whole collections. */
    private static long most(List<String> log) {
        long most = 0;
        long sum = 0;
        String lastFull = "0";
        boolean counts = false;
        for (String line : log) {
            Matcher after = AFTER.matcher(line);
            if (after.find()) {
                counts = !after.group(1).equals(lastFull);
                lastFull = after.group(1);
                sum = 0;
            } else if (line.contains("Heap before GC")) {
                counts = false;
            }
            Matcher used = USED.matcher(line);
            if (counts && used.find()) {
                sum += Long.parseLong(used.group(1));
                most = Math.max(most, sum);
            }
        }
        return most;
    }
}
