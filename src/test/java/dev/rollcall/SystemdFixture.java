package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A systemd with the units of {@code jobs/schedule} and the program that was packaged, and a source for them. */
final class SystemdFixture implements AutoCloseable {
    static final String SOURCE = "acme";

    /** Starts a unit again without a delay. */
    static final String AT_ONCE = "[Service]\nRestartSec=0\n";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MAINTAINER_SCRIPTS = Path.of("src/main/debian/control");

    private final TemporaryFolder etc = TemporaryFolder.createPassable("rollcall-etc");
    private final TestDatabase database = TestDatabase.create();
    private final Sandbox sandbox;
    private final SystemdMachine machine;
    private final SecretFiles keys;

    private SystemdFixture(Shape shape) throws IOException {
        sandbox = Sandbox.start().addStore(Cloud.AWS.storeId(), SandboxDirectory.generate(710, shape, Cloud.AWS));
        Files.createDirectory(etc.resolve("jobs"));
        keys = SecretFiles.in(etc.path(), Sandbox.LONG_LIVED_KEY);
        job(jobFile().toString());
        etc.write("db-password", database.password() + "\n");
        environment(database.url(), Path.of(System.getProperty("java.home")));
        try (Stream<Path> files = Files.list(SchedulesTest.FOLDER)) {
            List<Path> units = files.filter(file -> !file.endsWith("crontab")).toList();
            machine = SystemdMachine.boot(units, Packaged.folder(), etc.path());
        }
    }

    /** Boots it. */
    static SystemdFixture boot(Shape shape) {
        try {
            return new SystemdFixture(shape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SystemdMachine machine() {
        return machine;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    TestDatabase database() {
        return database;
    }

    /** The job file of the source, to be changed. */
    JobFileText jobFile() {
        return JobFileText.of(Cloud.AWS, Cloud.AWS.storeId(), sandbox.endpoint(), keys);
    }

    /** Sets the text of the source's job file. */
    void job(String text) {
        etc.write("jobs/" + SOURCE + ".yaml", text.replace(etc.path().toString(), "/etc/rollcall"));
    }

    void removeJob() {
        etc.delete("jobs/" + SOURCE + ".yaml");
    }

    /** The file of variables that the units read. */
    void environment(String url, Path java, String... further) {
        etc.write("rollcall.env", """
                ROLLCALL_DB_URL=%s
                ROLLCALL_DB_USER=%s
                ROLLCALL_DB_PASSWORD_FILE=/etc/rollcall/db-password
                JAVA_HOME=%s
                %s
                """.formatted(url, database.user(), java, String.join("\n", further)));
    }

    /** Runs one of the package's scripts, as dpkg does. */
    void script(String name, String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("sh", "-c", Files.readString(MAINTAINER_SCRIPTS.resolve(name)), name));
        line.addAll(List.of(arguments));
        ProgramRun ran = machine.run(line.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.output()).isZero();
    }

    int start(String unit) {
        return machine.run("systemctl", "start", unit).exitCode();
    }

    void assertHasEndedWell(String service, int exitCode) {
        assertThat(machine.property(service, "ExecMainStatus")).isEqualTo(Integer.toString(exitCode));
        assertThat(machine.property(service, "ActiveState"))
                .as(machine.journal(service))
                .isEqualTo("inactive");
        assertThat(machine.run("systemctl", "is-failed", service).output()).startsWith("inactive");
        assertThat(machine.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "rollcall*")
                        .output())
                .isEmpty();
    }

    String enabledUnits() {
        return machine.run("find", "/etc/systemd/system", "-path", "*.wants/rollcall*")
                .output();
    }

    void awaitState(String unit, String state) {
        await(() -> machine.property(unit, "ActiveState").equals(state));
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    long published() {
        boolean migrated = jdbc().sql("SELECT to_regclass('directory.snapshots') IS NOT NULL")
                .query(Boolean.class)
                .single();
        return migrated
                ? jdbc().sql("SELECT count(*) FROM directory.snapshots WHERE outcome = 'published'")
                        .query(Long.class)
                        .single()
                : 0;
    }

    @Override
    public void close() {
        machine.close();
        sandbox.close();
        database.close();
        etc.close();
    }
}
