package dev.rollcall.development;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.ProgramRun;
import dev.rollcall.postgres.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DevelopmentTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path temporary;

    @Test
    void secondRunShowsWhoJoinedAndWhoLeft() {
        Path folder = temporary.resolve("a folder's name");

        assertThat(run(folder)).as("%s", err).isZero();
        String first = printed();
        startAsPrinted(first);
        assertThat(run(folder)).as("%s", err).isZero();
        String second = printed();

        assertThat(first)
                .contains("Day 1", "sandbox-aws: published", "sandbox-huawei: published")
                .containsOnlyOnce("FROM directory.groups\n")
                .contains("sandbox-aws: the baseline", "sandbox-huawei: the baseline")
                .doesNotContain("since the last run?", "(no rows)");
        assertThat(second)
                .contains("Day 2", "sandbox-aws since the last run?", "sandbox-huawei since the last run?")
                .containsPattern("user\\d+ +joined +\\S")
                .containsPattern("user\\d+ +left +\\S")
                .doesNotContain("the baseline");
        assertThat(folder.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    void databaseOfAnotherStateOfTheSchemaBeginsAnew() {
        assertThat(run(temporary)).as("%s", err).isZero();
        try (EmbeddedServer server = EmbeddedServer.keep(temporary.resolve("database"))) {
            JdbcClient.create(server.dataSource())
                    .sql("UPDATE batch.schema_history SET checksum = checksum + 1 WHERE version = '1'")
                    .update();
        }
        printed();

        assertThat(run(temporary)).as("%s", err).isZero();

        assertThat(printed())
                .containsOnlyOnce("The database was made by another state of the schema: it begins anew, with day 1.")
                .contains("sandbox-aws: the baseline", "sandbox-huawei: the baseline");
        assertThat(new DayFile(temporary.resolve("day")).next()).isEqualTo(2);
    }

    @Test
    void runThatFailsIsTheSameDayAgain() throws IOException {
        Path jobs = Files.createDirectories(temporary.resolve("jobs"));
        Path broken = Files.writeString(jobs.resolve("broken.yaml"), "provider: none\n");

        assertThat(run(temporary)).isEqualTo(2);

        assertThat(printed()).doesNotContain("published", "Run it again");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(broken.toString(), "exit code 2");
        assertThat(new DayFile(temporary.resolve("day")).next()).isEqualTo(1);
    }

    /** The next run uses the server that is there, and stops it. */
    private static void startAsPrinted(String printed) {
        String command = printed.lines()
                .filter(line -> line.contains("pg_ctl"))
                .findFirst()
                .orElseThrow();
        assertThat(ProgramRun.of(List.of("sh", "-c", command)).exitCode())
                .as(command)
                .isZero();
    }

    private int run(Path folder) {
        return new Development(folder, stream(out), stream(err), () -> false).run();
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
