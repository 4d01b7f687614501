package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rollcall diff} on a source of two snapshots. */
class DiffCommandTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(4, Shape.of(12, 60, 40), Cloud.AWS));
    private CommandResult dryRun;

    @BeforeEach
    void publishTwice() {
        cli.run("sync", "acme").isDone();
        cli.directory().change(11);
        dryRun = cli.run("sync", "acme", "--dry-run");
        cli.run("sync", "acme").isDone();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void lastSnapshotIsTheDefaultAndIsToldAsItsDryRunToldIt() {
        CommandResult told = cli.run("diff", "acme").isDone();

        assertThat(told.lines()).isNotEmpty().containsExactlyElementsOf(differences(dryRun));
        assertThat(told.err()).matches("rollcall: --from \\S+Z\nrollcall: --to \\S+Z\n");
    }

    @Test
    void everyFormatTellsTheSameNumberOfDifferences(@TempDir Path folder) throws Exception {
        long signed = cli.run("diff", "acme").lines().stream()
                .filter(line -> line.matches("[-+~=/] .*|.*: group .*"))
                .count();

        assertThat(cli.run("diff", "acme", "--format=jsonl").isDone().lines())
                .hasSize((int) signed)
                .allSatisfy(line -> assertThat(line).startsWith("{\"kind\":\"").contains("\"before\":", "\"after\":"));
        cli.run("diff", "acme", "--format=csv", "-o", folder.resolve("diff.csv").toString())
                .isDone();
        assertThat(Files.readAllLines(folder.resolve("diff.csv")))
                .hasSize((int) signed + 1)
                .first()
                .isEqualTo("kind,group_id,group_name,member_type,member_id,user_name,member_name,before,after");
    }

    @Test
    void timeThatIsNotCoveredHasItsOwnCodeAndWritesNothing(@TempDir Path folder) {
        Path file = folder.resolve("diff.txt");

        cli.run("diff", "acme", "--from=2001-01-01", "-o", file.toString())
                .isRefused(6, "nothing is known of source acme as of 2001-01-01T00:00:00.000000Z");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "diff | SOURCE",
                "diff acne | did you mean acme?",
                "diff acme other | other",
                "diff acme --from=now --to=2001-01-01 | --from is after --to",
                "diff acme --to=2999-01-01 | is after now",
                "diff acme --from=soon | 'soon' is no time",
                "diff acme --format=parquet | expected one of table, csv, json, jsonl"
            })
    void badInputIsOneLine(String line, String expected) {
        cli.run(line.split(" ")).isRefused(2, expected);
    }

    private static List<String> differences(CommandResult dryRun) {
        return dryRun.lines().stream()
                .takeWhile(line -> !line.startsWith("acme: "))
                .toList();
    }
}
