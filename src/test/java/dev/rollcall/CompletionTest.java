package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.machine.TmuxTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a TAB completes in real shells on a real terminal, and that it prints nothing else. */
class CompletionTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String PROMPT = "> ";
    private static final TemporaryFolder folder = TemporaryFolder.create("rollcall-completion");

    private enum Way {
        BASH("bash", "bash --rcfile rc.bash -i", "source completion.bash"),
        ZSH("zsh", "zsh -d -i", "source _rollcall"),
        ZSH_BY_FPATH("zsh", "zsh -d -i", "");

        private final String shell;
        private final String command;
        private final String source;

        Way(String shell, String command, String source) {
            this.shell = shell;
            this.command = command;
            this.source = source;
        }
    }

    @BeforeAll
    static void prepare() throws IOException {
        Path jobs = Files.createDirectory(folder.resolve("jobs"));
        Files.createFile(jobs.resolve("acme.yaml"));
        Files.createFile(jobs.resolve("beta-1.yaml"));
        Files.createFile(jobs.resolve("aws.yaml.example"));
        Files.createFile(jobs.resolve("$(touch hacked).yaml"));
        Path others = Files.createDirectory(folder.resolve("others"));
        Files.createFile(others.resolve("gamma.yaml"));
        folder.write("completion.bash", completion("bash").isDone().out());
        folder.write("_rollcall", completion("zsh").isDone().out());
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void tabCompletesAndPrintsNothingElse(Way way) throws IOException {
        try (TmuxTerminal terminal = terminal(way)) {
            completes(terminal, "rollcall sy", "rollcall sync");
            completes(terminal, "rollcall sync a", "rollcall sync acme");
            completes(terminal, "rollcall sync acme b", "rollcall sync acme beta-1");
            completes(terminal, "rollcall status b", "rollcall status beta-1");
            completes(terminal, "rollcall check --jobs others g", "rollcall check --jobs others gamma");
            completes(terminal, "rollcall check --jobs oth", "rollcall check --jobs others/");
            completes(terminal, "rollcall sync --dry", "rollcall sync --dry-run");
            completes(terminal, "rollcall diff acme --format=jsonl", "rollcall diff acme --format=jsonl");
            completes(terminal, "rollcall diff acme --format=c", "rollcall diff acme --format=csv");
            completes(terminal, "rollcall diff acme --format c", "rollcall diff acme --format csv");
            completes(terminal, "rollcall query members-of-a-g", "rollcall query members-of-a-group");
            completes(
                    terminal,
                    "rollcall query members-of-a-group --source=b",
                    "rollcall query members-of-a-group --source=beta-1");
            completes(terminal, "rollcall completion z", "rollcall completion zsh");
        }
        assertThat(folder.resolve("hacked")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatCannotBeCompletedStays(Way way) throws IOException {
        try (TmuxTerminal terminal = terminal(way)) {
            completes(terminal, "rollcall sync nobody", "rollcall sync nobody");
            if (way == Way.BASH) {
                // For zsh it begins a subscript.
                completes(terminal, "rollcall sync [", "rollcall sync [");
            }
            completes(terminal, "rollcall diff acme --from 20", "rollcall diff acme --from 20");
            completes(terminal, "rollcall sync --jobs nowhere a", "rollcall sync --jobs nowhere a");
            completes(terminal, "rollcall nothing a", "rollcall nothing a");
        }
    }

    @Test
    void anotherShellIsRefusedByName() {
        completion("fish").isRefused(2, "fish", "bash, zsh");
    }

    private static CommandResult completion(String shell) {
        return CommandCall.run(Map.of(), "completion", shell);
    }

    private static TmuxTerminal terminal(Way way) throws IOException {
        Assumptions.assumeTrue(TmuxTerminal.isInstalled(), "tmux is not installed: apt-get install tmux");
        Assumptions.assumeTrue(
                ProgramRun.succeeds(way.shell, "--version"),
                way.shell + " is not installed: apt-get install " + way.shell);
        folder.write("rc.bash", "PS1='> '\nbind 'set bell-style none'\n" + way.source + "\n");
        Files.writeString(
                folder.resolve(".zshrc"),
                "PS1='> '\nunsetopt beep\n" + (way.source.isEmpty() ? "fpath=($PWD $fpath)\n" : "")
                        + "autoload -Uz compinit\ncompinit -u -d $ZDOTDIR/dump-" + way + "\n" + way.source + "\n");
        TmuxTerminal terminal = TmuxTerminal.run(
                List.of(way.command.split(" ")),
                Map.of(
                        "PATH", System.getenv("PATH"),
                        "HOME", folder.path().toString(),
                        "ZDOTDIR", folder.path().toString(),
                        "ROLLCALL_JOBS", folder.path() + "/jobs",
                        "LC_ALL", "C.UTF-8"),
                folder.path(),
                100);
        shows(terminal, PROMPT.strip());
        return terminal;
    }

    /** One line, a TAB, and the line again: then a probe that the shell has done with it, and an empty screen. */
    private static void completes(TmuxTerminal terminal, String typed, String completed) {
        terminal.type(typed);
        shows(terminal, PROMPT + typed);
        terminal.press("Tab");
        terminal.type("#");
        shows(terminal, Stream.of(PROMPT + completed + "#", PROMPT + completed + " #"));
        terminal.press("C-u");
        shows(terminal, PROMPT.strip());
    }

    private static void shows(TmuxTerminal terminal, String row) {
        shows(terminal, Stream.of(row));
    }

    private static void shows(TmuxTerminal terminal, Stream<String> rows) {
        List<String> expected = rows.toList();
        try {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(30))
                    .until(() -> terminal.screen().size() == 1
                            && expected.contains(terminal.screen().get(0)));
        } catch (ConditionTimeoutException e) {
            assertThat(terminal.screen()).as("one of %s", expected).isEmpty();
        }
    }
}
