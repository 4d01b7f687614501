package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says of itself, and of words that it does not understand. */
class UsageTest {
    @Test
    void noCommandIsAUsageError() {
        run().isRefused(2, "a command is missing", "rollcall --help");
    }

    @Test
    void unknownCommandIsAUsageErrorThatNamesTheKnownOnes() {
        run("snyc")
                .isRefused(
                        2,
                        "snyc",
                        "sync, worker, status, snapshots, query, diff, export, report, check, init, migrate, rename, retire, prune, forget,"
                                + " evidence, verify, metrics or completion");
    }

    @Test
    void unknownOptionIsAUsageErrorWithASuggestion() {
        run("sync", "--al").isRefused(2, "--al", "--all", "rollcall sync --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sync | name a SOURCE",
                "sync --all acme | --all goes without names",
                "check | name a SOURCE",
                "sync a b --accept-removals=7 | exactly one SOURCE",
                "sync --all --accept-removals=7 | exactly one SOURCE",
                "sync a --accept-removals=7 --dry-run | without --dry-run and --fresh",
                "sync a --accept-removals=7 --fresh | without --dry-run and --fresh",
                "sync a --accept-removals=seven | seven",
                "rename acme | NEW",
                "retire | SOURCE",
                "retire acme other | other",
                "prune | --older-than",
                "prune --older-than=7 | such as 90d, 26w, 18m or 7y",
                "prune --older-than=1001y | at most 1000y",
                "forget acme | --user",
                "forget --user=7 | SOURCE",
                "verify --head=12 | 64 hexadecimal digits",
                "status --watch --json | without --json",
                "status --watch | needs a terminal",
                "snapshots --last=0 | 1 or more",
                "diff | SOURCE",
                "diff acme other | other"
            })
    void wordsThatDoNotGoTogetherAreAUsageError(String line, String expected) {
        run(line.split(" ")).isRefused(2, expected, "--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sync ",
                "status ",
                "snapshots ",
                "query ",
                "diff ",
                "export ",
                "check ",
                "init ",
                "migrate ",
                "rename ",
                "retire ",
                "prune ",
                "forget ",
                "evidence ",
                "verify ",
                "metrics ",
                "completion "
            })
    void everyCommandHasHelpWithinEightyColumns(String command) {
        CommandResult ran = run((command + "--help").split(" "));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("Exit codes", "Example", "ROLLCALL_DB_URL")
                .doesNotContain("\u001b");
        assertThat(ran.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sync ",
                "status ",
                "snapshots ",
                "query ",
                "diff ",
                "export ",
                "check ",
                "init ",
                "migrate ",
                "rename ",
                "retire ",
                "prune ",
                "forget ",
                "evidence ",
                "verify ",
                "metrics ",
                "completion "
            })
    void everyCommandTellsItsVersion(String command) {
        CommandResult ran = run((command + "--version").split(" "));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).matches("rollcall \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void withoutADatabaseNothingIsDone() {
        run("status").isRefused(2, "ROLLCALL_DB_URL");
        run("snapshots").isRefused(2, "ROLLCALL_DB_URL");
        run("migrate").isRefused(2, "ROLLCALL_DB_URL");
        run("export", "a", "--to", "x").isRefused(2, "ROLLCALL_DB_URL");
        run("rename", "a", "b").isRefused(2, "ROLLCALL_DB_URL");
        run("retire", "a").isRefused(2, "ROLLCALL_DB_URL");
        run("prune", "--older-than=7y").isRefused(2, "ROLLCALL_DB_URL");
        run("forget", "a", "--user=7").isRefused(2, "ROLLCALL_DB_URL");
        run("query", "gaps").isRefused(2, "ROLLCALL_DB_URL");
        run("diff", "a").isRefused(2, "ROLLCALL_DB_URL");
    }

    private static CommandResult run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Rollcall.run(
                args,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandResult(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
