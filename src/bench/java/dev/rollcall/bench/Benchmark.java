package dev.rollcall.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The whole benchmark: {@code ./mvnw verify -Pbench}. It does not fail when a target is missed; the table says so.
 *
 * <p>{@code -Dbench.runs=N} measures everything N times instead of five times; {@code -Dbench.only=PART,PART} measures
 * these parts and takes the others from the last time; {@code -Dbench.rows=20} asks a history of 20 million rows, not of
 * six; {@code -Dbench.sizes=1,10,50} grows databases to so many million current memberships, not to one.
 */
class Benchmark {
    private static final List<BenchmarkPart> PARTS = List.of(
            new RatePart(),
            new CompanyPart(),
            new SkewedPart(),
            new GiantPart(),
            new AgainPart(),
            new ScriptPart(),
            new HeapPart(),
            new StartPart(),
            new ReportPart(),
            new AnswersPart(),
            new ScalePart(),
            new WorkerPart(),
            new FleetPart());

    @Test
    void measure() {
        BenchmarkSettings settings = BenchmarkSettings.fromProperties();
        PrintStream out = System.out;
        out.println(run(settings, out));
    }

    /** Measures and returns the table; writes it to the folder as Markdown, with a plot beside it. */
    static String run(BenchmarkSettings settings, PrintStream out) {
        BenchmarkResults results = new BenchmarkResults(settings.folder().resolve("parts"));
        if (settings.only().isEmpty()) {
            results.clear();
        }
        try (Workbench bench = new Workbench(settings, out)) {
            for (BenchmarkPart part : PARTS) {
                if (settings.wants(part.name())) {
                    bench.print("--- " + part.name());
                    BenchmarkPart.Findings found = new BenchmarkPart.Findings();
                    part.measure(bench, found);
                    results.keep(part.name(), found.rows(), found.bars());
                    out.println(BenchmarkResults.aligned(BenchmarkResults.table(found.rows())));
                }
            }
            BenchmarkResults.PartResult all =
                    results.all(PARTS.stream().map(BenchmarkPart::name).toList());
            String machine = machine(bench);
            String table = BenchmarkResults.table(all.findings());
            write(settings.folder().resolve("benchmark.md"), machine + "\n\n" + table);
            write(settings.folder().resolve("benchmark.svg"), Plot.of(all.bars()));
            return machine + "\n\n" + BenchmarkResults.aligned(table);
        }
    }

    private static String machine(Workbench bench) {
        Runtime runtime = Runtime.getRuntime();
        String script = Baselines.missingForScript();
        return """
                %d cores (%s), Java %s. Provider, database and what is measured share the machine. PostgreSQL %s of its own, \
                fsync %s, %s, else its defaults. %s. Median, least and most of %d runs, in turns.""".formatted(
                        runtime.availableProcessors(),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        bench.postgres().version(),
                        bench.postgres().fsync(),
                        new TreeMap<>(BenchmarkServer.SETTINGS),
                        script.isEmpty() ? Baselines.scriptVersions() : "No script: " + script,
                        bench.settings().runs());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
