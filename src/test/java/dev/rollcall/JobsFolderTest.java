package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files under {@code jobs/} do what they say, as they stand there but for paths and addresses. */
class JobsFolderTest {
    private static final Path JOBS = Path.of("jobs");
    private static final Path SERVICE = JOBS.resolve("schedule/rollcall.service");
    private static final Path TIMER = JOBS.resolve("schedule/rollcall.timer");
    private static final Path CRONTAB = JOBS.resolve("schedule/crontab");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:Environment=)?(ROLLCALL_\\w+)=(.*)$");
    private static final Pattern CRON_LINE = Pattern.compile("(?m)^(?:[0-9*/,-]+ +){5}(.*)$");

    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-jobs");
    private final Path opt = folder.resolve("opt/rollcall");
    private final ProgramCommand launcher = ProgramCommand.launcher(opt, folder.path());

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void everyFileHasItsTest() throws IOException {
        try (Stream<Path> files = Files.walk(JOBS)) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("a file that is new here needs a test in this class")
                    .containsExactlyInAnyOrder(example(Cloud.AWS), example(Cloud.HUAWEI), SERVICE, TIMER, CRONTAB);
        }
    }

    @Test
    void unitsAreAsSystemdWantsThem() {
        Assumptions.assumeTrue(
                ProgramRun.succeeds("systemd-analyze", "--version"),
                "systemd-analyze is not installed: apt-get install systemd");
        List<String> units = Stream.of(SERVICE, TIMER)
                .map(unit -> folder.write(String.valueOf(unit.getFileName()), here(unit)))
                .map(Path::toString)
                .toList();

        ProgramRun verified = ProgramRun.of(List.of("systemd-analyze", "verify", units.get(0), units.get(1)));

        assertThat(verified.output()).isEmpty();
        assertThat(verified.exitCode()).isZero();
    }

    @Test
    void serviceStartsARun() throws IOException {
        try (CliFixture cli = cli(Cloud.AWS)) {
            Map<String, String> variables = variables(cli, here(SERVICE));
            Matcher command = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(here(SERVICE));
            assertThat(command.find()).isTrue();

            CommandResult ran = new ProgramCommand(List.of(command.group(1).split(" ")), variables, folder.path())
                    .run()
                    .isDone();

            assertThat(ran.out()).contains("acme: published snapshot");
        }
    }

    @Test
    void lineForCronStartsARunAndKeepsItsLog() throws IOException {
        try (CliFixture cli = cli(Cloud.AWS)) {
            Map<String, String> variables = variables(cli, here(CRONTAB));
            Matcher line = CRON_LINE.matcher(here(CRONTAB));
            assertThat(line.find()).isTrue();
            Files.createDirectories(folder.resolve("var/log/rollcall"));

            CommandResult ran = new ProgramCommand(List.of("/bin/sh", "-c", line.group(1)), variables, folder.path())
                    .run()
                    .isDone();

            assertThat(ran.out() + ran.err()).isEmpty();
            assertThat(folder.resolve("var/log/rollcall/sync.log")).content().contains("acme: published snapshot");
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void exampleIsAJobFileOnceTheStoreIsNamed(Cloud cloud) {
        try (CliFixture cli = cli(cloud)) {
            String example = read(example(cloud))
                    .replaceFirst("(?m)^identity-store-id: .*", "identity-store-id: " + cloud.storeId())
                    .replaceFirst(
                            "(?m)^#endpoint: .*", "endpoint: " + cli.sandbox().endpoint());
            String keys = cli.jobFile().replaceFirst("(?s)^.*?(credentials:.*?)limits:.*$", "$1");
            cli.job("acme", example + keys);

            cli.run("check", "acme").isDone();
            cli.run("sync", "acme").isDone();
            cli.run("status", "acme").isDone();
        }
    }

    /** Each choice that is commented out, without those that exclude it. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void everyKeyOfAnExampleIsKnown(Cloud cloud) {
        String everything =
                read(example(cloud)).replaceAll("(?m)^#(?! )", "").replaceAll("(?m)^#(?=  +(?:[a-z-]+:|- ))", "");
        try (CliFixture cli = cli(cloud)) {
            cli.write("groups.txt", "1234567890-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee # one\n");
            for (String excluded : List.of(
                    " +(access-key-file|secret-key-file|security-token-file|group-ids-file): .*\\n",
                    " +profile: .*\\n| +group-ids:\\n +- .*\\n")) {
                cli.job("acme", everything.replaceAll(excluded, ""));
                CommandResult status = cli.run("status");

                assertThat(status.err()).as(everything).doesNotContain("acme.yaml");
            }
        }
    }

    private Path example(Cloud cloud) {
        return JOBS.resolve(cloud.provider() + ".yaml.example");
    }

    private static CliFixture cli(Cloud cloud) {
        return new CliFixture(cloud, SandboxDirectory.generate(708, Shape.of(6, 60, 20), cloud));
    }

    /** A file as it would stand on a machine whose root is the folder. */
    private String here(Path file) {
        return read(file).replaceAll("(?<![\\w.])/(opt|etc|var)/", folder.path() + "/$1/");
    }

    /** What the file sets, with the fixture's database, job file and password. */
    private Map<String, String> variables(CliFixture cli, String text) throws IOException {
        Map<String, String> variables = new HashMap<>(launcher.environment());
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            variables.put(variable.group(1), variable.group(2).replace("%d", folder.path() + "/etc/rollcall"));
        }
        assertThat(variables.keySet())
                .contains("ROLLCALL_DB_URL", "ROLLCALL_DB_USER", "ROLLCALL_DB_PASSWORD_FILE", "ROLLCALL_JOBS");
        Files.createDirectories(folder.resolve("etc/rollcall/jobs"));
        folder.write("etc/rollcall/db-password", cli.database().password() + "\n");
        folder.write("etc/rollcall/jobs/acme.yaml", cli.jobFile());
        variables.put("ROLLCALL_DB_URL", cli.database().url());
        variables.put("ROLLCALL_DB_USER", cli.database().user());
        return variables;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
