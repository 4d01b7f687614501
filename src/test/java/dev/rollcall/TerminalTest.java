package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.TmuxTerminal;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.RateLimit;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees on a real terminal: progress that is painted anew, and names that fit. */
class TerminalTest {
    private static final String OTHER_STORE = "d-0987654321";
    private static final String EMOJI = "\uD83D\uDE00";
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Pattern BAR = Pattern.compile("\\[(=* *)\\]");
    private static final String NUMBERS = "[0-9,]+/[0-9,]+ groups( or more)?(, [0-9,]+ members)?(, [0-9.,]+ req/s)?"
            + "(, [0-9,]+ throttled)?(, [0-9,]+ gaps?)?(, [0-9:]+ left)?";
    private static final Pattern PROGRESS = Pattern.compile(
            "(acme|beta) (waiting|published|(listing|memberships|publish) (\\[=* *\\] )?" + NUMBERS + ")");

    private static final Pattern TRACE = Pattern.compile("^(acme|beta) |req/s|\\[=|\\[ | left$");

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(705, Shape.of(60, 300, 60), Cloud.AWS));

    @BeforeEach
    void prepare() {
        Assumptions.assumeTrue(TmuxTerminal.isInstalled(), "tmux is not installed: apt-get install tmux");
        cli.run("migrate").isDone();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 130, 200})
    void progressIsPaintedWholeAndGoneAtTheEnd(int columns) {
        cli.sandbox().faults().latency(Duration.ofMillis(60));
        List<String> painted = new ArrayList<>();
        try (TmuxTerminal terminal = terminal(columns, Map.of(), "sync", "acme")) {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        List<String> progress = progressOn(terminal.screen());
                        assertThat(progress).hasSizeLessThanOrEqualTo(1);
                        assertThat(progress)
                                .allSatisfy(line ->
                                        assertThat(line).matches(PROGRESS).hasSizeLessThanOrEqualTo(columns - 4))
                                .filteredOn(line -> BAR.matcher(line).find())
                                .allSatisfy(line -> assertThat(line).hasSize(columns - 4));
                        painted.addAll(progress);
                        return terminal.hasEnded();
                    });

            assertThat(painted.stream().distinct().toList()).hasSizeGreaterThan(2);
            assertThat(painted)
                    .anySatisfy(line -> assertThat(BAR.matcher(line).results())
                            .singleElement()
                            .satisfies(bar ->
                                    assertThat(bar.group(1)).hasSizeGreaterThanOrEqualTo(columns < 100 ? 4 : 20)));
            isLogOfTheLinkAndResultAlone(terminal);
        }
    }

    @Test
    void warningsStandAboveTheProgress() {
        GroupId denied = cli.directory().groups().get(0).id();
        cli.sandbox().faults().latency(Duration.ofMillis(60)).denyGroup(denied);
        try (TmuxTerminal terminal = terminal(200, Map.of(), "sync", "acme")) {
            await(
                    terminal,
                    rows -> rows.stream().anyMatch(row -> row.contains("can't be read"))
                            && progressOn(rows).stream().anyMatch(row -> row.contains(", 1 gap")));
            List<String> rows = terminal.screen();

            assertThat(rows)
                    .filteredOn(row -> row.contains("can't be read"))
                    .allSatisfy(row -> assertThat(row).contains(denied.value()).doesNotContain("req/s"));
            assertThat(progressOn(rows)).allSatisfy(line -> assertThat(line).matches(PROGRESS));
            assertThat(terminal.awaitExit()).isEqualTo(4);
            assertThat(progressOn(terminal.everything())).isEmpty();
        }
    }

    @Test
    void everySourceHasItsLine() {
        cli.sandbox().addStore(OTHER_STORE, SandboxDirectory.generate(706, Shape.of(60, 300, 60), Cloud.AWS));
        cli.job("beta", cli.jobFile().replace(Cloud.AWS.storeId(), OTHER_STORE));
        cli.sandbox().faults().latency(Duration.ofMillis(60));
        try (TmuxTerminal terminal = terminal(130, Map.of(), "sync", "--all")) {
            await(terminal, rows -> progressOn(rows).size() == 2);
            List<String> progress = progressOn(terminal.screen());

            assertThat(progress).allSatisfy(line -> assertThat(line).matches(PROGRESS));
            assertThat(terminal.awaitExit()).isZero();
            assertThat(progressOn(terminal.everything())).isEmpty();
        }
    }

    @Test
    void throttlingIsToldOnTheLine() {
        cli.sandbox().faults().latency(Duration.ofMillis(60)).rateLimit(new RateLimit(10, 2));
        try (TmuxTerminal terminal = terminal(130, Map.of(), "sync", "acme")) {
            await(terminal, rows -> progressOn(rows).stream().anyMatch(row -> row.contains(" throttled, ")));

            assertThat(terminal.awaitExit()).isZero();
        }
    }

    @Test
    void statusIsWatchedUntilItIsInterrupted() {
        cli.sandbox().faults().latency(Duration.ofMillis(120));
        try (TmuxTerminal watch = terminal(80, Map.of(), "status", "--watch")) {
            await(watch, rows -> rows.contains("acme: STALE, never published"));
            CompletableFuture<CommandResult> sync = cli.call().begin("sync", "acme");
            await(
                    watch,
                    rows -> rows.size() > 3
                            && rows.stream().anyMatch(row -> row.contains(" is under way since "))
                            && rows.stream().anyMatch(row -> row.matches("  memberships (\\[=* *\\] )?" + NUMBERS)));
            assertThat(watch.screen()).allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(76));
            assertThat(sync.join().exitCode()).isZero();
            await(
                    watch,
                    rows -> !rows.isEmpty()
                            && rows.get(0).startsWith("acme: fresh")
                            && progressOn(rows).isEmpty());
            watch.press("C-c");

            assertThat(watch.awaitExit()).isEqualTo(130);
            assertThat(watch.everything())
                    .filteredOn(line -> line.startsWith("acme"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("acme: fresh"));
        }
    }

    @Test
    void initAsksAndChecksEachAnswer() {
        Map<String, String> region = Map.of("AWS_REGION", "eu-west-1");
        String endpoint = "--endpoint=" + cli.sandbox().endpoint();
        cli.removeJob("acme");
        try (TmuxTerminal terminal = terminal(130, region, "init", "acme", endpoint)) {
            answer(terminal, "provider (aws, huawei) [aws]:", "azure");
            answer(terminal, "  expected one of aws, huawei, found 'azure'", "aws");
            answer(terminal, "identity store id, such as d-1234567890:", Cloud.AWS.storeId());
            answer(terminal, "is enabled [eu-west-1]:", "");
            answer(terminal, "credentials (chain, profile, role-arn, access-key-file) [chain]:", "access-key-file");
            answer(
                    terminal,
                    "file that holds the access key's id:",
                    cli.keys().accessKey().toString());
            answer(
                    terminal,
                    "file that holds its secret:",
                    cli.keys().secretKey().toString());

            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.everything())
                    .anyMatch(line -> line.endsWith("acme.yaml is written"))
                    .anyMatch(line -> line.startsWith("ok    job files"));
        }
        cli.run("sync", "acme").isDone();
    }

    @Test
    void interruptedInitWritesNothing() {
        try (TmuxTerminal terminal = terminal(130, Map.of(), "init", "beta")) {
            answer(terminal, "provider (aws, huawei):", "aws");
            await(terminal, rows -> rows.stream().anyMatch(row -> row.startsWith("identity store id")));
            terminal.press("C-c");

            assertThat(terminal.awaitExit()).isEqualTo(130);
            cli.run("sync", "beta").isRefused(2, "beta.yaml: no such job file");
        }
    }

    private static void answer(TmuxTerminal terminal, String question, String answer) {
        await(terminal, rows -> rows.stream().anyMatch(row -> row.contains(question)));
        if (!answer.isEmpty()) {
            terminal.press(answer);
        }
        terminal.press("Enter");
    }

    @Test
    void progressFollowsATerminalThatGetsNarrower() {
        cli.sandbox().faults().latency(Duration.ofMillis(120));
        try (TmuxTerminal terminal = terminal(130, Map.of(), "sync", "acme")) {
            await(terminal, rows -> progressOn(rows).stream().anyMatch(line -> line.length() > 70));
            terminal.resize(50);
            await(terminal, rows -> rows.stream().anyMatch(row -> row.startsWith("acme") && row.length() <= 46));

            assertThat(terminal.awaitExit()).isZero();
            // The terminal itself scrolls away what it breaks.
            assertThat(progressOn(terminal.screen())).isEmpty();
            assertThat(terminal.everything()).anyMatch(line -> line.startsWith("acme: published snapshot"));
        }
    }

    @Test
    void interruptedRunLeavesNoProgressBehind() {
        cli.sandbox().faults().latency(Duration.ofMillis(120));
        try (TmuxTerminal terminal = terminal(80, Map.of(), "sync", "acme")) {
            await(terminal, rows -> !progressOn(rows).isEmpty());
            terminal.press("C-c");

            assertThat(terminal.awaitExit()).isEqualTo(130);
            assertThat(progressOn(terminal.everything())).isEmpty();
            assertThat(terminal.everything()).anyMatch(line -> line.contains("acme: stopped"));
        }
    }

    @Test
    void dumbTerminalIsNotPaintedOn() {
        cli.sandbox().faults().latency(Duration.ofMillis(30));
        try (TmuxTerminal terminal = terminal(80, Map.of("TERM", "dumb"), "sync", "acme")) {
            Awaitility.await()
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        assertThat(progressOn(terminal.screen())).isEmpty();
                        return terminal.hasEnded();
                    });
            isLogOfTheLinkAndResultAlone(terminal);
        }
    }

    @Test
    void longNamesAreCutOnATerminalAndNowhereElse() {
        Group group = cli.directory().groups().get(0);
        cli.directory().renameGroup(group.id(), EMOJI.repeat(1_024));
        try (TmuxTerminal terminal = terminal(130, Map.of(), "sync", "acme", "--dry-run")) {
            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.everything())
                    .filteredOn(line -> line.contains(EMOJI))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith(EMOJI.repeat(29) + "… (" + group.id().value() + "): group "));
        }
        assertThat(cli.run("sync", "acme", "--dry-run").isDone().out()).contains(EMOJI.repeat(1_024));
    }

    private TmuxTerminal terminal(int columns, Map<String, String> further, String... args) {
        ProgramCommand java = ProgramCommand.java(Path.of("").toAbsolutePath()).with(cli.environment());
        List<String> line = new ArrayList<>(List.of("env"));
        further.forEach((name, value) -> line.add(name + "=" + value));
        line.addAll(java.command());
        line.addAll(List.of(args));
        return TmuxTerminal.run(line, java.environment(), java.folder(), columns);
    }

    private static void await(TmuxTerminal terminal, Predicate<List<String>> condition) {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> condition.test(terminal.screen()));
    }

    /** Rows that are a line of progress, or what is left of one. */
    private static List<String> progressOn(List<String> rows) {
        return rows.stream().filter(row -> TRACE.matcher(row).find()).toList();
    }

    private static void isLogOfTheLinkAndResultAlone(TmuxTerminal terminal) {
        assertThat(terminal.awaitExit()).isZero();
        List<String> lines = terminal.everything();
        assertThat(lines).anyMatch(line -> line.contains("is published; the link of its chain is "));
        assertThat(lines).anyMatch(line -> line.startsWith("acme: published snapshot"));
        assertThat(lines).anyMatch(line -> line.startsWith("  60 groups, 300 memberships"));
        assertThat(progressOn(lines)).isEmpty();
    }
}
