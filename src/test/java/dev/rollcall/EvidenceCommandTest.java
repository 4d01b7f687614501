package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rollcall evidence}, and {@code rollcall verify --evidence} on a machine without a database. */
class EvidenceCommandTest {
    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(33, Shape.of(12, 150, 40), Cloud.AWS));

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

    @Test
    void packIsMadeAndCheckedWithoutADatabase() throws IOException {
        CommandResult made = evidence("pack.zip").isDone();

        String link = String.valueOf(cli.jdbc()
                .sql("SELECT link FROM directory.chain")
                .query(String.class)
                .single());
        assertThat(made.out()).startsWith("evidence of acme is in ").contains("; its newest link: " + link);
        assertThat(made.err())
                .contains("rollcall: --from 2020-01-01T00:00:00.000000Z", "rollcall: --to 2", "--from is cut to 2")
                .doesNotContain("without report.html");
        try (ZipFile zip = new ZipFile(file("pack.zip"))) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .startsWith("statement.html", "report.html")
                    .hasSize(11);
            String configuration = new String(
                    zip.getInputStream(zip.getEntry("configuration.yaml")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(configuration)
                    .contains("identity-store-id: d-1234567890", "always-allowed: 5", "(left out)")
                    .doesNotContain(Sandbox.LONG_LIVED_KEY.secret(), "/secret-key");
        }
        CommandResult checked = verify("--evidence", file("pack.zip")).isDone();
        assertThat(checked.out())
                .contains("pack.zip: acme as of 2", "10 files agree, 1 link holds, the newest: " + link);
        assertThat(verify("--evidence", file("pack.zip"), "--head", link)
                        .isDone()
                        .out())
                .contains(link + " is one of these links");
        assertThat(verify("--evidence", file("pack.zip"), "--head", "0".repeat(64))
                        .endsWith(1)
                        .out())
                .contains("is none of these links");
    }

    @Test
    void changedPackDoesNotAgree() throws IOException {
        evidence("pack.zip").isDone();
        Path changed = folder.resolve("changed.zip");
        try (ZipFile zip = new ZipFile(file("pack.zip"));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                zip.getInputStream(entry).transferTo(out);
                if (entry.getName().equals("users.csv")) {
                    out.write('x');
                }
            }
        }

        assertThat(verify("--evidence", changed.toString()).endsWith(1).out())
                .contains("changed.zip: users.csv is not the file that the manifest tells of");
    }

    @Test
    void withoutAJobFileThereIsNoConfigurationAndThatIsSaid() throws IOException {
        CommandResult made = cli.run(
                        Map.of("ROLLCALL_JOBS", folder.toString()),
                        "evidence",
                        "acme",
                        "--from",
                        "2020-01-01",
                        "--to",
                        "now",
                        "-o",
                        file("pack.zip"))
                .isDone();

        assertThat(made.err())
                .contains(
                        "rollcall: the pack is without configuration.yaml: there is no " + folder.resolve("acme.yaml"));
        try (ZipFile zip = new ZipFile(file("pack.zip"))) {
            assertThat(zip.getEntry("configuration.yaml")).isNull();
        }
    }

    @Test
    void readersRightsAreEnough() {
        String reader = "evidence_reader_" + ProcessHandle.current().pid();
        execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'pw' IN ROLE rollcall_reader");
        try {
            cli.run(
                            Map.of("ROLLCALL_DB_USER", reader, "ROLLCALL_DB_PASSWORD", "pw"),
                            "evidence",
                            "acme",
                            "--from",
                            "2020-01-01",
                            "--to",
                            "now",
                            "-o",
                            file("pack.zip"))
                    .isDone();
        } finally {
            execute("DROP ROLE " + reader);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "evidence --from now --to now -o x.zip | SOURCE",
                "evidence acme --to now -o x.zip | --from",
                "evidence acme --from now -o x.zip | --to",
                "evidence acme --from now --to now | --output",
                "evidence acmee --from now --to now -o x.zip | did you mean acme?",
                "evidence acme --from yesterday --to now -o x.zip | 'yesterday' is no time",
                "verify --evidence none.zip | none.zip: is no evidence pack: there is no such file",
                "verify acme --evidence none.zip | --evidence goes without names",
                "verify --evidence none.zip --head xyz | 64 hexadecimal digits"
            })
    void badInputIsOneLine(String line, String expected) {
        cli.run(line.trim().split(" ")).isRefused(2, expected);

        assertThat(Path.of("x.zip")).doesNotExist();
    }

    @Test
    void nothingKnownInTheSpan() {
        CommandResult ran = cli.run(
                        "evidence", "acme", "--from", "2020-01-01", "--to", "2020-02-01", "-o", file("pack.zip"))
                .endsWith(6);

        assertThat(ran.err()).contains("nothing is known of source acme from 2020-01-01");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderThatIsNotThere() {
        assertThat(evidence("none/pack.zip").endsWith(2).err()).contains("can't be written: no such folder");
    }

    private CommandResult evidence(String name) {
        return cli.run("evidence", "acme", "--from", "2020-01-01", "--to", "now", "-o", file(name));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** In an environment that knows of no database. */
    private static CommandResult verify(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "verify";
        System.arraycopy(options, 0, args, 1, options.length);
        return CommandCall.run(Map.of(), args);
    }

    private static void execute(String sql) {
        int unused = cli.jdbc().sql(sql).update();
    }
}
