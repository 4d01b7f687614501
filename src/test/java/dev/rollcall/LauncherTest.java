package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.JavaCommand;
import dev.rollcall.machine.Packaged;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder {@code target/rollcall} as {@code -Pdist} makes it, started as a user starts it. */
@Tag("launcher")
class LauncherTest {
    private static final Path HOME = Packaged.folder();
    private static final Path PROGRAM = HOME.resolve("bin").resolve("rollcall");

    @BeforeAll
    static void isThere() {
        if (!Files.isExecutable(PROGRAM)) {
            System.out.println("LauncherTest is skipped: target/rollcall is not there, ./mvnw -Pdist verify makes it");
        }
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM));
    }

    @Test
    void printsItsVersionAndNothingElse() throws IOException, InterruptedException {
        CommandResult version = run(PROGRAM, "--version");

        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("rollcall ").hasLineCount(1);
        assertThat(version.exitCode()).isZero();
    }

    @Test
    void passesOnTheExitCodeAndStandardError() throws IOException, InterruptedException {
        CommandResult refused = run(PROGRAM, "sync");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("rollcall: ").hasLineCount(1);
    }

    @Test
    void startsThroughASymbolicLinkInAFolderWithASpace(@TempDir Path folder) throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("a folder")).resolve("rollcall"), PROGRAM);

        assertThat(run(link, "--version").exitCode()).isZero();
    }

    @Test
    void startsFromTheClassesThatWereArchived(@TempDir Path folder) throws IOException, InterruptedException {
        Path loaded = folder.resolve("loaded");

        run(Map.of("ROLLCALL_JAVA_OPTS", "-Xlog:class+load:file=" + loaded), PROGRAM, "--version");

        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes).hasSizeGreaterThan(500);
        assertThat(classes.stream().filter(line -> line.contains("source: shared objects file")))
                .as("a list that has aged is written anew by -Dclasslist.phase=package")
                .hasSizeGreaterThan(classes.size() * 8 / 10);
    }

    /** As an agent does, it looks at the bytes of each class that comes from the archive. */
    @Test
    void recordingOfTheJvmDoesNotEndIt(@TempDir Path folder) throws IOException, InterruptedException {
        Path recording = folder.resolve("status.jfr");
        try (CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(1, Shape.of(1, 1, 1), Cloud.AWS))) {
            cli.run("migrate").isDone();
            Map<String, String> environment = new HashMap<>(cli.environment());
            environment.put("ROLLCALL_JAVA_OPTS", "-XX:StartFlightRecording=filename=" + recording);

            CommandResult synced = run(environment, PROGRAM, "sync", "--all");
            CommandResult status = run(environment, PROGRAM, "status");

            assertThat(synced.exitCode()).as(synced.err()).isZero();
            assertThat(status.exitCode()).as(status.err()).isZero();
            // Java itself says first where the recording goes.
            assertThat(status.out()).contains("acme: fresh");
        }
        assertThat(recording).isNotEmptyFile();
    }

    @Test
    void jarIsTheSameProgram() {
        CommandResult help = new ProgramCommand(
                        List.of(
                                JavaCommand.java(Path.of(System.getProperty("java.home"))),
                                "-jar",
                                Packaged.jar().toString()),
                        Map.of(),
                        HOME)
                .run("--help")
                .isDone();

        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("rollcall sync --all");
    }

    private static CommandResult run(Path program, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), program, arguments);
    }

    private static CommandResult run(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("rollcall-launcher", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toString());
            builder.command().addAll(List.of(arguments));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            Process running = builder.redirectError(err.toFile()).start();
            String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new CommandResult(running.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
