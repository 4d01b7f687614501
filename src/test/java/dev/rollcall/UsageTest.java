package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.Cli;
import dev.rollcall.cli.CommandContext;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.log.LogSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the command line says of itself, and of words that it does not understand. */
class UsageTest {
    /** What a command can't do without. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("sync", "acme"),
            Map.entry("check", "acme"),
            Map.entry("init", "acme"),
            Map.entry("query", "freshness"),
            Map.entry("diff", "acme"),
            Map.entry("export", "acme --to nowhere"),
            Map.entry("report", "acme -o nowhere"),
            Map.entry("rename", "acme emea"),
            Map.entry("retire", "acme"),
            Map.entry("prune", "--older-than=7y"),
            Map.entry("forget", "acme --user=7"),
            Map.entry("evidence", "acme --from 2026-01-01 --to now -o nowhere"),
            Map.entry("completion", "bash"));

    private static final Logger log = LoggerFactory.getLogger("dev.rollcall");

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
                        "sync, worker, status, snapshots, report, export, query, diff, check, init, migrate, rename, retire, prune,"
                                + " forget, evidence, verify, metrics or completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsKnownByItsNameAloneAsAmongTheOthers(String command) {
        String help = run(command, "--help").out();

        assertThat(help).contains("Usage: rollcall " + command);
        assertThat(run("-q", command, "--help").out()).isEqualTo(help);
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

    static Stream<String> commands() {
        return Cli.program(new CommandContext(Map.of(), System.out, System.err, false, false, () -> false))
                .getSubcommands()
                .keySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void howMuchIsLoggedMayBeSaidBeforeACommandAndAfterItsWords(String command) {
        String words = WORDS.getOrDefault(command, "");
        try {
            for (String line : List.of("%2$s %1$s %3$s", "%1$s %2$s %3$s", "%1$s %3$s %2$s", "%2$s %1$s %3$s %2$s")) {
                CommandResult verbose =
                        run(line.formatted(command, "-v", words).strip().split(" +"));
                assertThat(log.isDebugEnabled()).as("%s: %s", line, verbose).isTrue();
                CommandResult quiet =
                        run(line.formatted(command, "-q", words).strip().split(" +"));
                assertThat(log.isInfoEnabled()).as("%s: %s", line, quiet).isFalse();
            }
            CommandResult both = run(("-v " + command + " " + words + " -q").split(" +"));
            both.isRefused(2, "--verbose goes without --quiet");
        } finally {
            new LogSettings("info", false).apply("test");
        }
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
        return CommandCall.run(Map.of(), args);
    }
}
