package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.support.CronExpression;

/**
 * The files of {@code jobs/schedule} do what they say, as they stand there but for paths and addresses. What systemd makes
 * of the units is {@code SystemdTest}'s.
 */
class SchedulesTest {
    static final Path FOLDER = Path.of("jobs", "schedule");

    private static final Path CRONTAB = FOLDER.resolve("crontab");
    private static final String WORKER = "rollcall-worker.service";
    private static final List<String> UNITS =
            List.of(WORKER, "rollcall.service", "rollcall.timer", "rollcall@.service", "rollcall@.timer");

    /** An exposure of 1.2, in tenths. */
    private static final String MOST_EXPOSED = "12";

    private static final Pattern VARIABLE = Pattern.compile("(?m)^(ROLLCALL_\\w+)=(.*)$");
    private static final Pattern CRON_LINE = Pattern.compile("(?m)^((?:[0-9*/,-]+ +){5})(.*)$");

    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-schedule");
    private final ProgramCommand launcher = ProgramCommand.launcher(folder.resolve("opt/rollcall"), folder.path());

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void everyFileHasItsTest() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files)
                    .as("a file that is new here needs a test in this class")
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of(CRONTAB), UNITS.stream().map(FOLDER::resolve))
                                    .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WORKER,
                "rollcall.service",
                "rollcall.timer",
                "rollcall@acme-emea.service",
                "rollcall@acme-emea.timer"
            })
    void unitIsAsSystemdWantsIt(String unit) {
        ProgramRun verified = analyze("verify", "--man=no", folder.resolve(unit).toString());

        assertThat(verified.output()).isEmpty();
        assertThat(verified.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKER, "rollcall.service", "rollcall@acme-emea.service"})
    void serviceIsShutOffFromTheMachine(String unit) {
        ProgramRun judged = analyze(
                "security",
                "--offline=true",
                "--threshold=" + MOST_EXPOSED,
                folder.resolve(unit).toString());

        assertThat(judged.exitCode()).as(judged.output()).isZero();
    }

    @Test
    void unitsOfOneSourceAreThoseOfAll() {
        assertThat(settings("rollcall@.service"))
                .isEqualTo(settings("rollcall.service")
                        .replace("to PostgreSQL", "to PostgreSQL: %i")
                        .replace("sync --all", "sync %i"));
        assertThat(settings("rollcall@.timer"))
                .isEqualTo(settings("rollcall.timer").replace("every night", "every night for %i"));
    }

    @Test
    void workersUnitIsShutOffAsThatOfARunIs() {
        assertThat(shutOff(WORKER)).hasSizeGreaterThan(20).isEqualTo(shutOff("rollcall.service"));
    }

    private static List<String> shutOff(String unit) {
        return settings(unit)
                .replaceFirst("(?s)^.*?(?=CapabilityBoundingSet=)", "")
                .replaceFirst("(?s)\\n\\[Install].*$", "")
                .strip()
                .lines()
                .toList();
    }

    /** Started anew whatever ended it, but for a stop, and where it can't work. */
    @Test
    void workersUnitKeepsItAndGivesItTimeToEnd() {
        assertThat(settings(WORKER).lines())
                .contains(
                        "Type=exec",
                        "ExecStart=/opt/rollcall/bin/rollcall worker",
                        "Restart=always",
                        "RestartPreventExitStatus=" + ExitCodes.USAGE,
                        "StartLimitIntervalSec=0",
                        "KillSignal=SIGTERM",
                        "TimeoutStopSec=15",
                        "WantedBy=multi-user.target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall.service", "rollcall@.service"})
    void serviceStartsARun(String unit) throws IOException {
        try (CliFixture cli = cli()) {
            putJobFile(cli, "");

            CommandResult ran = program(unit, cli).run().isDone();

            assertThat(ran.out()).contains("acme: published snapshot");
        }
    }

    @Test
    void workersUnitStartsAWorkerThatAStopEnds() throws IOException, InterruptedException {
        try (CliFixture cli = cli()) {
            cli.run("migrate").isDone();
            putJobFile(cli, "schedule: every 1h\n");
            ProgramCommand program = program(WORKER, cli);
            ProcessBuilder builder = new ProcessBuilder(program.command())
                    .directory(program.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("worker.log").toFile());
            builder.environment().clear();
            builder.environment().putAll(program.environment());
            Process worker = builder.start();
            try {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> !cli.published().isEmpty() || !worker.isAlive());
                worker.destroy();

                assertThat(worker.waitFor())
                        .as("%s", Files.readString(folder.resolve("worker.log")))
                        .isEqualTo(143);
                assertThat(cli.published()).hasSize(1);
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    /** What a unit starts, as systemd would on a machine whose root is the folder. */
    private ProgramCommand program(String unit, CliFixture cli) {
        Matcher command = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(here(unit));
        assertThat(command.find()).isTrue();
        List<String> line = List.of(command.group(1).replace("%i", "acme").split(" "));
        Matcher jobs = Pattern.compile("(?m)^Environment=ROLLCALL_JOBS=(.*)$").matcher(here(unit));
        assertThat(jobs.find()).isTrue();
        Map<String, String> variables = new HashMap<>(launcher.environment());
        variables.putAll(cli.environment());
        variables.put("ROLLCALL_JOBS", jobs.group(1));
        return new ProgramCommand(line, variables, folder.path());
    }

    @Test
    void lineForCronStartsARunEachNightAndKeepsItsLog() throws IOException {
        try (CliFixture cli = cli()) {
            Map<String, String> variables = new HashMap<>(launcher.environment());
            Matcher variable = VARIABLE.matcher(here("crontab"));
            while (variable.find()) {
                variables.put(variable.group(1), variable.group(2));
            }
            assertThat(variables.keySet())
                    .contains("ROLLCALL_DB_URL", "ROLLCALL_DB_USER", "ROLLCALL_DB_PASSWORD_FILE", "ROLLCALL_JOBS");
            variables.put("ROLLCALL_DB_URL", cli.database().url());
            variables.put("ROLLCALL_DB_USER", cli.database().user());
            putJobFile(cli, "");
            folder.write("etc/rollcall/db-password", cli.database().password() + "\n");
            Files.createDirectories(folder.resolve("var/log/rollcall"));
            Matcher line = CRON_LINE.matcher(here("crontab"));
            assertThat(line.find()).isTrue();
            assertThat(CronExpression.isValidExpression("0 " + line.group(1).strip()))
                    .isTrue();
            assertThat(line.group(2)).as("cron takes % for the end of the line").doesNotContain("%");

            CommandResult ran = new ProgramCommand(List.of("/bin/sh", "-c", line.group(2)), variables, folder.path())
                    .run()
                    .isDone();

            assertThat(ran.out() + ran.err()).isEmpty();
            assertThat(folder.resolve("var/log/rollcall/sync.log")).content().contains("acme: published snapshot");
        }
    }

    /** Anything else in the file would be refused by cron, with all the rest. */
    @Test
    void everyLineForCronIsOneThatCronReads() {
        assertThat(read(CRONTAB).lines())
                .allSatisfy(line -> assertThat(line).matches("|#.*|" + VARIABLE.pattern() + "|" + CRON_LINE.pattern()))
                .anySatisfy(line -> assertThat(line).matches(CRON_LINE));
    }

    private static CliFixture cli() {
        return new CliFixture(Cloud.AWS, SandboxDirectory.generate(708, Shape.of(6, 60, 20), Cloud.AWS));
    }

    private void putJobFile(CliFixture cli, String keys) throws IOException {
        Files.createDirectories(folder.resolve("etc/rollcall/jobs"));
        folder.write("etc/rollcall/jobs/acme.yaml", cli.jobFile() + keys);
    }

    private ProgramRun analyze(String... arguments) {
        Assumptions.assumeTrue(
                ProgramRun.succeeds("systemd-analyze", "--version"),
                "systemd-analyze is not installed: apt-get install systemd");
        UNITS.forEach(unit -> folder.write(unit, here(unit)));
        return ProgramRun.of(Stream.concat(Stream.of("systemd-analyze"), Stream.of(arguments))
                .toList());
    }

    /** Without comments. */
    private static String settings(String unit) {
        return read(FOLDER.resolve(unit)).replaceAll("(?m)^#.*\\n", "");
    }

    /** A file as it would stand on a machine whose root is the folder. */
    private String here(String file) {
        return read(FOLDER.resolve(file)).replaceAll("(?<![\\w.])/(opt|etc|var)/", folder.path() + "/$1/");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
