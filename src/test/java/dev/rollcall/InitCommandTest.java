package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job file made by the program is one that it syncs. What it asks on a terminal is in TerminalTest. */
class InitCommandTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(41, Shape.of(5, 20, 10), Cloud.AWS));
    private Path folder = Path.of("");

    @BeforeEach
    void prepare() {
        cli.run("migrate").isDone();
        cli.removeJob("acme");
        folder = Path.of(String.valueOf(cli.environment().get("ROLLCALL_JOBS")));
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void fileIsWrittenCheckedAndSynced() throws IOException {
        CommandResult made = cli.run(command("acme")).isDone();

        assertThat(made.lines().get(0)).isEqualTo(folder.resolve("acme.yaml") + " is written");
        assertThat(made.lines().subList(1, made.lines().size()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("ok "));
        assertThat(Files.readString(folder.resolve("acme.yaml"))).contains("# Which groups.", "\n  access-key-file: ");
        cli.run("sync", "acme").isDone();
    }

    @Test
    void failedCheckLeavesTheFileAndTellsItsExitCode() {
        CommandResult made = cli.run(
                        "init",
                        "acme",
                        "--provider=aws",
                        "--identity-store-id=d-1234567890",
                        "--region=eu-west-1",
                        "--access-key-file=nothing",
                        "--secret-key-file=nothing")
                .endsWith(2);

        assertThat(made.lines())
                .anySatisfy(line -> assertThat(line).startsWith("FAIL").contains("nothing"));
        assertThat(folder.resolve("acme.yaml")).exists();
    }

    @Test
    void fileThatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), "mine");
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("nowhere"));

        cli.run(command("acme")).isRefused(2, "acme.yaml", "is there already");
        cli.run(command("link")).isRefused(2, "link.yaml", "is there already");

        assertThat(Files.readString(folder.resolve("acme.yaml"))).isEqualTo("mine");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "identity-store-id", "region"})
    void withoutATerminalTheMissingOptionIsNamed(String missing) {
        List<String> line = new ArrayList<>(List.of(command("acme")));
        line.removeIf(word -> word.startsWith("--" + missing + "="));

        cli.run(line.toArray(String[]::new)).isRefused(2, "--" + missing + " is missing");
        assertThat(folder.resolve("acme.yaml")).doesNotExist();
    }

    @Test
    void nameAndFolderAreThoseOfAJobFile() {
        cli.run(command("No Name")).isRefused(2, "No Name");
        List<String> line = new ArrayList<>(List.of(command("acme")));
        line.add("--jobs=" + folder.resolve("deeper/jobs"));
        cli.run(line.toArray(String[]::new)).isDone();
        assertThat(folder.resolve("deeper/jobs/acme.yaml")).exists();
    }

    private String[] command(String name) {
        return new String[] {
            "init",
            name,
            "--provider=aws",
            "--identity-store-id=" + Cloud.AWS.storeId(),
            "--region=eu-west-1",
            "--endpoint=" + cli.sandbox().endpoint(),
            "--access-key-file=" + folder.resolve("access-key"),
            "--secret-key-file=" + folder.resolve("secret-key")
        };
    }
}
