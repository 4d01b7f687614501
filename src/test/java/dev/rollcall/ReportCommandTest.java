package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rollcall report}: what it writes, and what it refuses. What the page shows is looked at in a browser. */
class ReportCommandTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(811, Shape.of(6, 60, 20)));
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-report-command");
    private final Path page = folder.resolve("page.html");

    @AfterEach
    void close() {
        cli.close();
        folder.close();
    }

    @Test
    void writesOnePageThatNamesItsSourcesAndNothingElse() throws IOException {
        cli.run("sync", "acme").endsWith(0);

        cli.run("report", "acme", "-o", page.toString()).endsWith(0);

        assertThat(Files.readString(page))
                .startsWith("<!doctype html>")
                .contains("<title>Who is in which group: acme</title>")
                .doesNotContain("http://", "src=", "@import");
        try (var files = Files.list(folder.path())) {
            assertThat(files).containsExactly(page);
        }
    }

    @Test
    void tellsTheTimesAskedAboutAndWhereTheyWereCut() {
        cli.run("sync", "acme").endsWith(0);

        String err = cli.run("report", "--all", "--from", "2020-01-01", "-o", page.toString())
                .endsWith(0)
                .err();

        assertThat(err)
                .contains("--from 2020-01-01T00:00:00.000000Z")
                .containsPattern("--from is cut to \\d{4}-.*Z: nothing is known of source acme before");
    }

    @Test
    void whatIsNotKnownEndsWithSixAndWritesNothing() throws IOException {
        cli.run("sync", "acme").endsWith(0);
        Files.writeString(page, "before");

        assertThat(cli.run("report", "acme", "--to", "2020-01-01", "-o", page.toString())
                        .endsWith(6)
                        .err())
                .contains("nothing is known of source acme as of 2020-01-01T", "its history is known from ");
        assertThat(cli.run("report", "--all", "--to", "2020-01-01", "-o", page.toString())
                        .endsWith(6)
                        .err())
                .contains("nothing is known of any source until 2020-01-01T");

        assertThat(Files.readString(page)).isEqualTo("before");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        cli.run("sync", "acme").endsWith(0);

        cli.run("report", "acme").isRefused(2, "--output");
        cli.run("report", "-o", page.toString()).isRefused(2, "name a SOURCE");
        cli.run("report", "acne", "-o", page.toString()).isRefused(2, "knows no source 'acne'");
        cli.run("report", "acme", "--to", "2999-01-01", "-o", page.toString()).isRefused(2, "is after now");
        cli.run("report", "acme", "--from", "yesterday", "-o", page.toString()).isRefused(2, "is no time");
        assertThat(cli.run("report", "acme", "--from", "2026-01-02", "--to", "2026-01-01", "-o", page.toString())
                        .endsWith(2)
                        .err())
                .contains("would end before it begins");
        cli.run(
                        "report",
                        "acme",
                        "-o",
                        folder.resolve("none").resolve("page.html").toString())
                .isRefused(2, "no such folder");
        assertThat(page).doesNotExist();
    }
}
