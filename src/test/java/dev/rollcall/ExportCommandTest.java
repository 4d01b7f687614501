package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rollcall export}, as it is typed. */
class ExportCommandTest {
    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(31, Shape.of(12, 150, 40), Cloud.AWS));

    @TempDir
    Path folder;

    @BeforeAll
    static void publish() {
        cli.run("sync", "acme").isDone();
    }

    @AfterAll
    static void close() {
        cli.close();
    }

    @ParameterizedTest
    @CsvSource({"csv", "jsonl", "parquet"})
    void writesAFolderASourceAndSaysWhat(String format) {
        CommandResult ran = cli.run("export", "--all", "--to", to("out/of/nothing"), "--format", format, "--changes")
                .isDone();

        assertThat(ran.out())
                .matches("acme: 12 groups, [\\d,]+ memberships, 40 users, 0 changes in \\S+/out/of/nothing/acme\\R");
        assertThat(ran.err()).isEmpty();
        assertThat(folder.resolve("out/of/nothing/acme").toFile().list())
                .containsExactlyInAnyOrder(
                        "groups." + format,
                        "memberships." + format,
                        "users." + format,
                        "changes." + format,
                        "manifest.json");
    }

    @Test
    void csvIsWhatIsWrittenWhereNothingElseIsSaid() {
        cli.run("export", "acme", "--to", to("x")).isDone();

        assertThat(folder.resolve("x/acme/users.csv")).isNotEmptyFile();
    }

    @Test
    void timesAreToldInFull() {
        CommandResult ran = cli.run(
                        "export",
                        "acme",
                        "--to",
                        to("x"),
                        "--as-of",
                        "now",
                        "--changes",
                        "--from",
                        "2026-03-01",
                        "--until",
                        "2026-03-02 12:00+02:00")
                .endsWith(6);

        assertThat(ran.err())
                .containsPattern("rollcall: --as-of 2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\\R")
                .contains("rollcall: --from 2026-03-01T00:00:00.000000Z\n")
                .contains("rollcall: --until 2026-03-02T10:00:00.000000Z\n")
                .contains("rollcall: source acme: nothing is known of changes before 2026-03-02T10:00:00.000000Z");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderComesFirstAndTheSecondEndIsATime() {
        cli.run("export", "acme", "--to", to("x"), "--changes", "--from", "2026-03-01", "--to", "now")
                .isDone();
        assertThat(folder.resolve("x/acme/changes.csv")).exists();

        cli.run("export", "acme", "--changes", "--to", "now", "--to", to("y")).isDone();
        assertThat(folder.resolve("y/acme/changes.csv")).exists();
    }

    @Test
    void notKnownThen() {
        cli.run("export", "acme", "--to", to("x"), "--as-of", "2020-01-01").endsWith(6);
        cli.run("export", "--all", "--to", to("x"), "--as-of", "2020-01-01").endsWith(6);

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "export --to x | name a SOURCE",
                "export acme --all --to x | --all goes without names",
                "export acme | --to DIR is missing",
                "export acme --to x --to y | go with --changes",
                "export acme --to x --to y --to z --changes | too often",
                "export acme --to x --to now --until now --changes | too often",
                "export acme --to x --from 2026-01-01 | go with --changes",
                "export acme --to x --until 2026-01-01 | go with --changes",
                "export acme --to x --by-month | go with --changes",
                "export acme --to x --as-of now --history | goes without --as-of",
                "export acme --to x --format xml | parquet",
                "export acme --to x --csv-formulas yes | keep",
                "export acme --to x --as-of yesterday | 'yesterday' is no time",
                "export acme --to x --as-of 2999-01-01 | is after now",
                "export acmee --to x | the database knows no source 'acmee': did you mean acme?"
            })
    void badInputIsOneLine(String line, String expected) {
        cli.run(line.trim().split(" ")).isRefused(2, expected);

        assertThat(Path.of("x")).doesNotExist();
    }

    @Test
    void changesThatEndBeforeTheyBegin() {
        CommandResult ran = cli.run(
                        "export", "acme", "--to", to("x"), "--changes", "--from", "2026-03-02", "--until", "2026-03-01")
                .endsWith(2);

        assertThat(ran.err()).contains("the changes would end before they begin");
    }

    @Test
    void folderWithoutPermission() throws IOException {
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        Assumptions.assumeFalse(Files.isWritable(locked), "root may write everywhere");

        cli.run("export", "acme", "--to", to("locked")).isRefused(2, "can't be made");
    }

    @Test
    void folderThatIsAFile() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        cli.run("export", "acme", "--to", to("file")).isRefused(2, "file");
    }

    @Test
    void readersRightsAreEnough() {
        String reader = "export_reader_" + ProcessHandle.current().pid();
        execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'pw' IN ROLE rollcall_reader");
        try {
            Map<String, String> asReader = Map.of("ROLLCALL_DB_USER", reader, "ROLLCALL_DB_PASSWORD", "pw");
            cli.run(asReader, "export", "acme", "--to", to("x"), "--history", "--changes", "--by-month")
                    .isDone();
        } finally {
            execute("DROP ROLE " + reader);
        }
    }

    private String to(String name) {
        return folder.resolve(name).toString();
    }

    private static void execute(String sql) {
        int unused = cli.jdbc().sql(sql).update();
    }
}
