package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.SystemdMachine;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The units of {@code jobs/schedule} as systemd runs them, with the program that was packaged. */
@InstallTest({"unshare", "nsenter", "systemctl", "journalctl"})
class SystemdTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path JVMS = Path.of("/usr/lib/jvm");
    private static final String SERVICE = "rollcall.service";
    private static final String SOURCE = "acme";
    private static final Path MAINTAINER_SCRIPTS = Path.of("src/main/debian/control");
    private static final String AT_ONCE = "[Service]\nRestartSec=0\n";

    private final TemporaryFolder etc = TemporaryFolder.createPassable("rollcall-etc");
    private final TestDatabase database = TestDatabase.create();
    private final Sandbox sandbox = Sandbox.start()
            .addStore(Cloud.AWS.storeId(), SandboxDirectory.generate(710, Shape.of(6, 60, 20), Cloud.AWS));
    private SystemdMachine machine;

    /** Java 25 too, where it is installed beside the one that runs this. */
    static Set<Path> javas() throws IOException {
        Set<Path> javas = new TreeSet<>(Set.of(Path.of(System.getProperty("java.home"))));
        try (Stream<Path> installed = Files.list(JVMS)) {
            installed
                    .filter(home -> String.valueOf(home.getFileName()).contains("25"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .forEach(javas::add);
        }
        return javas;
    }

    @BeforeEach
    void boot() throws IOException {
        Files.createDirectory(etc.resolve("jobs"));
        String keys = etc.path().toString();
        etc.write(
                "jobs/" + SOURCE + ".yaml",
                JobFileText.of(
                                Cloud.AWS,
                                Cloud.AWS.storeId(),
                                sandbox.endpoint(),
                                SecretFiles.in(etc.path(), Sandbox.LONG_LIVED_KEY))
                        .toString()
                        .replace(keys, "/etc/rollcall"));
        etc.write("db-password", database.password() + "\n");
        environment(database.url(), Path.of(System.getProperty("java.home")));
        try (Stream<Path> files = Files.list(SchedulesTest.FOLDER)) {
            List<Path> units = files.filter(file -> !file.endsWith("crontab")).toList();
            machine = SystemdMachine.boot(units, Packaged.folder(), etc.path());
        }
    }

    @AfterEach
    void close() {
        machine.close();
        sandbox.close();
        database.close();
        etc.close();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void syncPublishesUnderAllRestrictions(Path java) {
        environment(database.url(), java);

        assertThat(start(SERVICE)).as(journal()).isZero();

        assertThat(machine.journal(SERVICE)).contains("acme: published snapshot");
        assertThat(published()).isOne();
        assertHasEndedWell(SERVICE, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall", "rollcall@" + SOURCE})
    void timerStartsItsService(String name) {
        String timer = name + ".timer";
        assertThat(machine.property(timer, "TimersCalendar")).contains("OnCalendar=*-*-* 02:17:00");
        machine.edit(timer, "[Timer]\nOnActiveSec=0\nRandomizedDelaySec=0\nAccuracySec=1us\n");

        assertThat(start(timer)).isZero();

        await(() -> published() == 1);
        awaitState(name + ".service", "inactive");
        assertHasEndedWell(name + ".service", 0);
    }

    @Test
    void timeOfATimerIsChangedAsTheDocumentSays() throws IOException {
        Matcher change =
                Pattern.compile("(?ms)^```ini\\n(.*?)^```$").matcher(Files.readString(Path.of("docs", "operating.md")));
        assertThat(change.find()).isTrue();
        String timer = "rollcall@" + SOURCE + ".timer";

        machine.edit(timer, change.group(1));

        assertThat(machine.property(timer, "TimersCalendar"))
                .contains("06,18:30:00 Europe/Berlin")
                .doesNotContain("02:17");
    }

    /** The database is away, and comes back. */
    @Test
    void failedRunIsStartedAgainAfterItsDelay() {
        assertThat(machine.property(SERVICE, "RestartUSec")).isEqualTo("10min");
        machine.edit(SERVICE, "[Unit]\nStartLimitIntervalSec=0\n" + AT_ONCE);
        environment(
                "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/rollcall",
                Path.of(System.getProperty("java.home")));

        assertThat(start(SERVICE)).isNotZero();
        await(() -> !machine.property(SERVICE, "NRestarts").equals("0"));
        assertThat(journal()).contains("status=1/");
        environment(database.url(), Path.of(System.getProperty("java.home")));

        await(() -> published() == 1);
        awaitState(SERVICE, "inactive");
        assertHasEndedWell(SERVICE, 0);
    }

    @Test
    void killedRunIsStartedAgainAndResumes() {
        machine.edit(SERVICE, AT_ONCE);
        beginARunThatWaits();
        sandbox.faults().clear();

        machine.run("systemctl", "kill", "--signal=KILL", SERVICE);

        await(() -> published() == 1);
        awaitState(SERVICE, "inactive");
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("1");
        assertHasEndedWell(SERVICE, 0);
    }

    @Test
    void stoppedRunIsNoFailure() {
        beginARunThatWaits();

        assertThat(machine.run("systemctl", "stop", SERVICE).exitCode()).isZero();

        assertHasEndedWell(SERVICE, 143);
        assertThat(published()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 143})
    void publishedOrStoppedIsNoFailure(int exitCode) {
        endsWith(exitCode);

        assertThat(start(SERVICE)).isZero();

        assertHasEndedWell(SERVICE, exitCode);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whatStartingAgainDoesNotHelpIsNotStartedAgain(int exitCode) {
        endsWith(exitCode);

        assertThat(start(SERVICE)).isNotZero();

        // Waiting to be started again is another state.
        assertThat(machine.property(SERVICE, "SubState")).isEqualTo("failed");
        assertThat(machine.property(SERVICE, "ExecMainStatus")).isEqualTo(Integer.toString(exitCode));
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("0");
    }

    @Test
    void unitIsLeftFailedWhenSixStartsHaveFailed() {
        endsWith(1);

        assertThat(start(SERVICE)).isNotZero();

        await(() -> journal().contains("Start request repeated too quickly"));
        awaitState(SERVICE, "failed");
        // The sixth, too, was meant to be started again.
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("6");
    }

    @Test
    void packageThatIsRemovedLeavesNoUnitBehind() throws IOException {
        String stays = stayingUnit();
        assertThat(start("rollcall.timer") + start("rollcall@" + SOURCE + ".timer") + start(stays))
                .isZero();
        assertThat(machine.run("systemctl", "enable", "rollcall.timer", stays).exitCode())
                .isZero();

        script("prerm", "remove");
        assertThat(activeUnits()).isEmpty();
        script("postrm", "remove");
        assertThat(enabledUnits()).hasLineCount(2);
        script("postrm", "purge");
        assertThat(enabledUnits()).isEmpty();
    }

    /** It would go on with the jars of the version before. */
    @Test
    void packageThatIsUpgradedStartsAnewWhatStays() throws IOException {
        String stays = stayingUnit();
        assertThat(start("rollcall.timer") + start(stays)).isZero();
        String before = machine.property(stays, "MainPID");

        script("prerm", "upgrade", "0.1.1");
        assertThat(machine.property(stays, "MainPID")).isEqualTo(before);
        script("postinst", "configure", "0.1.0");

        await(() -> !List.of("0", before).contains(machine.property(stays, "MainPID")));
        awaitState(stays, "active");
        awaitState("rollcall.timer", "active");
        assertThat(machine.property(SERVICE, "ActiveState")).isEqualTo("inactive");
    }

    /** A unit of Rollcall's that is no run and so does not end by itself. */
    private String stayingUnit() {
        String unit = "rollcall-stays.service";
        machine.add(unit, """
                [Service]
                ExecStart=/bin/sleep infinity
                [Install]
                WantedBy=multi-user.target
                """);
        return unit;
    }

    private void script(String name, String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("sh", "-c", Files.readString(MAINTAINER_SCRIPTS.resolve(name)), name));
        line.addAll(List.of(arguments));
        ProgramRun ran = machine.run(line.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.output()).isZero();
    }

    private String activeUnits() {
        return machine.run("systemctl", "list-units", "--state=active", "--plain", "--no-legend", "rollcall*")
                .output();
    }

    private String enabledUnits() {
        return machine.run("find", "/etc/systemd/system", "-path", "*.wants/rollcall*")
                .output();
    }

    /** In place of the program, whose exit codes other tests look at. */
    private void endsWith(int exitCode) {
        machine.edit(SERVICE, AT_ONCE + "ExecStart=\nExecStart=/bin/sh -c 'exit %d'\n".formatted(exitCode));
    }

    /** Starts the service, and returns when its run waits for an answer. */
    private void beginARunThatWaits() {
        sandbox.faults().latency(Duration.ofMinutes(1));
        assertThat(machine.run("systemctl", "start", "--no-block", SERVICE).exitCode())
                .isZero();
        await(() -> sandbox.requests().total() > 0);
    }

    private int start(String unit) {
        return machine.run("systemctl", "start", unit).exitCode();
    }

    private void assertHasEndedWell(String service, int exitCode) {
        assertThat(machine.property(service, "ExecMainStatus")).isEqualTo(Integer.toString(exitCode));
        assertThat(machine.property(service, "ActiveState"))
                .as(machine.journal(service))
                .isEqualTo("inactive");
        assertThat(machine.run("systemctl", "is-failed", service).output()).startsWith("inactive");
        assertThat(machine.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "rollcall*")
                        .output())
                .isEmpty();
    }

    private void awaitState(String unit, String state) {
        await(() -> machine.property(unit, "ActiveState").equals(state));
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    private String journal() {
        return machine.journal(SERVICE);
    }

    /** The file of variables that the units read. */
    private void environment(String url, Path java) {
        etc.write("rollcall.env", """
                ROLLCALL_DB_URL=%s
                ROLLCALL_DB_USER=%s
                ROLLCALL_DB_PASSWORD_FILE=/etc/rollcall/db-password
                JAVA_HOME=%s
                """.formatted(url, database.user(), java));
    }

    private long published() {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        boolean migrated = jdbc.sql("SELECT to_regclass('directory.snapshots') IS NOT NULL")
                .query(Boolean.class)
                .single();
        return migrated
                ? jdbc.sql("SELECT count(*) FROM directory.snapshots WHERE outcome = 'published'")
                        .query(Long.class)
                        .single()
                : 0;
    }
}
