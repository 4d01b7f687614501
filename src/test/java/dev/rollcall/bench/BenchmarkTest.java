package dev.rollcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.postgres.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The benchmark still runs. No test checks how fast anything is. */
class BenchmarkTest {
    @Test
    void benchmarkRunsOnATinyDirectoryAndPrintsItsFindings() throws Exception {
        Path folder = Path.of("target", "bench-tiny").toAbsolutePath();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BenchmarkSettings settings = new BenchmarkSettings(
                1, Set.of("unlimited"), BenchmarkScale.tiny(), folder, false, 0.01, List.of(0.01));

        String table = Benchmark.run(settings, new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(table).contains("elapsed / API's floor", "textbook job", "requests made / least number possible");
        assertThat(folder.resolve("benchmark.md"))
                .content()
                .contains("| requests made / least number possible | at most 1.01 | 1.00");
        assertThat(Files.readString(folder.resolve("benchmark.svg")))
                .startsWith("<svg")
                .contains("Rollcall, 16 workers");
    }

    @Test
    void everyQuestionIsAskedOfATinyHistory() {
        Path folder = Path.of("target", "bench-tiny").toAbsolutePath();
        BenchmarkSettings settings =
                new BenchmarkSettings(1, Set.of("answers"), BenchmarkScale.tiny(), folder, false, 0.01, List.of(0.01));

        String table =
                Benchmark.run(settings, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(table)
                .contains(
                        "changes of 90 days: units",
                        "one group, by id: memberships_as_of: buffers / permitted",
                        "query groups-of-a-user-over-time, by name: units",
                        "integrity of all history: units");
    }

    @Test
    void databasesOfSeveralSizesAreComparedInATable() throws Exception {
        Path folder = Path.of("target", "bench-tiny").toAbsolutePath();
        BenchmarkSettings settings = new BenchmarkSettings(
                1, Set.of("scale"), BenchmarkScale.tiny(), folder, false, 0.01, List.of(0.01, 0.02));

        String table =
                Benchmark.run(settings, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(table).contains("scale, 0.01 million: first publish", "scale, 0.02 million: `rollcall verify`");
        assertThat(folder.resolve("scale/scale.md"))
                .content()
                .startsWith("| million memberships | 0.01 | × | 0.02 |\n| --- | ---: | ---: | ---: |\n")
                .containsPattern("\\| current memberships \\| [\\d,]+ \\| × [12]\\.\\d \\| [\\d,]+ \\|\\n")
                .contains("| changes of the last publish |", "| the same of the store of 100,000 beside it |");
    }

    @Test
    void measurementOfASizeThatWasInterruptedGoesOn() throws Exception {
        Path folder = Path.of("target", "bench-interrupted").toAbsolutePath();
        BenchmarkSettings settings =
                new BenchmarkSettings(1, Set.of("scale"), BenchmarkScale.tiny(), folder, false, 0.01, List.of(0.03));
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        String unused = Benchmark.run(settings, nowhere);
        Path kept = folder.resolve("scale/0.03.json");
        String all = Files.readString(kept);
        try (EmbeddedServer server = EmbeddedServer.keep(folder.resolve("scale/postgres"))) {
            JdbcClient jdbc = JdbcClient.create(server.dataSource());
            jdbc.sql("UPDATE bench.measurement SET parts = 3").update();
        }
        Files.writeString(kept, all.replaceAll("(?<=\"first publish\",\"unit\":\"s\",\"value\":)[^}]+", "4711"));

        String table = Benchmark.run(settings, nowhere);

        assertThat(table).contains("4711 s").contains("scale, 0.03 million: `rollcall verify`");
        table = Benchmark.run(settings, nowhere);
        assertThat(table).contains("scale, 0.03 million: first publish").doesNotContain("4711 s");
    }

    @Test
    void workerReadsAFewSourcesAsSyncDoes() {
        Path folder = Path.of("target", "bench-tiny").toAbsolutePath();
        BenchmarkSettings settings =
                new BenchmarkSettings(1, Set.of("worker"), BenchmarkScale.tiny(), folder, false, 0.01, List.of(0.01));

        String table =
                Benchmark.run(settings, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(table).contains("6 sources, 20 ms: a worker's elapsed / that of sync --all");
    }

    @Test
    void medianLiesInTheMiddle() {
        assertThat(Finding.middle(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Finding.middle(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }

    @Test
    void everySecondRoundRunsInReverseOrder() {
        StringBuilder order = new StringBuilder();

        new Rounds(3).run(() -> order.append('a'), () -> order.append('b'), () -> order.append('c'));

        assertThat(order).hasToString("abccbaabc");
    }

    @Test
    void secondsAreCountedBetweenMarks() {
        assertThat(StagedFiles.between("mark|10.5\nt\nmark|12\nmark|12.25\n")).containsExactly(1.5, 0.25);
    }
}
