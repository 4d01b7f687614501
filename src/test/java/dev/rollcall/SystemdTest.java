package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.SystemdMachine;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of {@code jobs/schedule} as systemd runs them, with the program that was packaged. */
@InstallTest({"unshare", "nsenter", "systemctl", "journalctl"})
class SystemdTest {
    private static final Path JVMS = Path.of("/usr/lib/jvm");
    private static final String SERVICE = "rollcall.service";
    private static final String SOURCE = SystemdFixture.SOURCE;
    private static final String AT_ONCE = SystemdFixture.AT_ONCE;

    private final SystemdFixture systemd = SystemdFixture.boot(Shape.of(6, 60, 20));
    private final SystemdMachine machine = systemd.machine();
    private final Sandbox sandbox = systemd.sandbox();

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

    @AfterEach
    void close() {
        systemd.close();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void syncPublishesUnderAllRestrictions(Path java) {
        environment(java);

        assertThat(systemd.start(SERVICE)).as(journal()).isZero();

        assertThat(machine.journal(SERVICE)).contains("acme: published snapshot");
        assertThat(systemd.published()).isOne();
        systemd.assertHasEndedWell(SERVICE, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall", "rollcall@" + SOURCE})
    void timerStartsItsService(String name) {
        String timer = name + ".timer";
        assertThat(machine.property(timer, "TimersCalendar")).contains("OnCalendar=*-*-* 02:17:00");
        machine.edit(timer, "[Timer]\nOnActiveSec=0\nRandomizedDelaySec=0\nAccuracySec=1us\n");

        assertThat(systemd.start(timer)).isZero();

        systemd.await(() -> systemd.published() == 1);
        systemd.awaitState(name + ".service", "inactive");
        systemd.assertHasEndedWell(name + ".service", 0);
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
        systemd.environment(
                "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/rollcall",
                Path.of(System.getProperty("java.home")));

        assertThat(systemd.start(SERVICE)).isNotZero();
        systemd.await(() -> !machine.property(SERVICE, "NRestarts").equals("0"));
        assertThat(journal()).contains("status=1/");
        environment(Path.of(System.getProperty("java.home")));

        systemd.await(() -> systemd.published() == 1);
        systemd.awaitState(SERVICE, "inactive");
        systemd.assertHasEndedWell(SERVICE, 0);
    }

    @Test
    void killedRunIsStartedAgainAndResumes() {
        machine.edit(SERVICE, AT_ONCE);
        beginARunThatWaits();
        sandbox.faults().clear();

        machine.run("systemctl", "kill", "--signal=KILL", SERVICE);

        systemd.await(() -> systemd.published() == 1);
        systemd.awaitState(SERVICE, "inactive");
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("1");
        systemd.assertHasEndedWell(SERVICE, 0);
    }

    @Test
    void stoppedRunIsNoFailure() {
        beginARunThatWaits();

        assertThat(machine.run("systemctl", "stop", SERVICE).exitCode()).isZero();

        systemd.assertHasEndedWell(SERVICE, 143);
        assertThat(systemd.published()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 143})
    void publishedOrStoppedIsNoFailure(int exitCode) {
        endsWith(exitCode);

        assertThat(systemd.start(SERVICE)).isZero();

        systemd.assertHasEndedWell(SERVICE, exitCode);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whatStartingAgainDoesNotHelpIsNotStartedAgain(int exitCode) {
        endsWith(exitCode);

        assertThat(systemd.start(SERVICE)).isNotZero();

        // Waiting to be started again is another state.
        assertThat(machine.property(SERVICE, "SubState")).isEqualTo("failed");
        assertThat(machine.property(SERVICE, "ExecMainStatus")).isEqualTo(Integer.toString(exitCode));
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("0");
    }

    @Test
    void unitIsLeftFailedWhenSixStartsHaveFailed() {
        endsWith(1);

        assertThat(systemd.start(SERVICE)).isNotZero();

        systemd.await(() -> journal().contains("Start request repeated too quickly"));
        systemd.awaitState(SERVICE, "failed");
        // The sixth, too, was meant to be started again.
        assertThat(machine.property(SERVICE, "NRestarts")).isEqualTo("6");
    }

    @Test
    void packageThatIsRemovedLeavesNoUnitBehind() throws IOException {
        String stays = stayingUnit();
        assertThat(systemd.start("rollcall.timer")
                        + systemd.start("rollcall@" + SOURCE + ".timer")
                        + systemd.start(stays))
                .isZero();
        assertThat(machine.run("systemctl", "enable", "rollcall.timer", stays).exitCode())
                .isZero();

        systemd.script("prerm", "remove");
        assertThat(activeUnits()).isEmpty();
        systemd.script("postrm", "remove");
        assertThat(systemd.enabledUnits()).hasLineCount(2);
        systemd.script("postrm", "purge");
        assertThat(systemd.enabledUnits()).isEmpty();
    }

    /** It would go on with the jars of the version before. */
    @Test
    void packageThatIsUpgradedStartsAnewWhatStays() throws IOException {
        String stays = stayingUnit();
        assertThat(systemd.start("rollcall.timer") + systemd.start(stays)).isZero();
        String before = machine.property(stays, "MainPID");

        systemd.script("prerm", "upgrade", "0.1.1");
        assertThat(machine.property(stays, "MainPID")).isEqualTo(before);
        systemd.script("postinst", "configure", "0.1.0");

        systemd.await(() -> !List.of("0", before).contains(machine.property(stays, "MainPID")));
        systemd.awaitState(stays, "active");
        systemd.awaitState("rollcall.timer", "active");
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

    private String activeUnits() {
        return machine.run("systemctl", "list-units", "--state=active", "--plain", "--no-legend", "rollcall*")
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
        systemd.await(() -> sandbox.requests().total() > 0);
    }

    private String journal() {
        return machine.journal(SERVICE);
    }

    private void environment(Path java) {
        systemd.environment(systemd.database().url(), java);
    }
}
