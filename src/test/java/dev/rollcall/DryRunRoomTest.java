package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dry run needs room for its lines in the folder for temporary files. */
class DryRunRoomTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(704, Shape.of(60, 12_000, 800), Cloud.AWS));
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-room");

    @BeforeEach
    void migrate() {
        cli.run("migrate").isDone();
    }

    @AfterEach
    void close() {
        cli.close();
        folder.close();
    }

    @Test
    void missingFolderIsToldBeforeTheFirstRequest() {
        CommandResult refused = java("-Djava.io.tmpdir=" + folder.resolve("nowhere"))
                .run("sync", "acme", "--dry-run")
                .endsWith(2);

        // Newer versions of Java say something of their own first.
        assertThat(last(refused.err()))
                .startsWith("rollcall: a dry run needs room for its lines: ")
                .contains("nowhere: no such folder", "-Djava.io.tmpdir=DIR");
        assertThat(refused.out()).isEmpty();
        assertThat(cli.sandbox().requests().total()).isZero();
    }

    @Test
    void fullFolderIsToldBeforeTheFirstRequest() {
        withRoomFor(0).run("sync", "acme", "--dry-run").isRefused(2, folder.path() + ": ", "make room there");

        assertThat(cli.sandbox().requests().total()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void folderThatFillsUpCostsLinesButNoResult() {
        CommandResult told = withRoomFor(140).run("sync", "acme", "--dry-run").endsWith(1);

        assertThat(told.out()).contains("\n= ", "acme: dry run: ", "12,000 memberships");
        assertThat(told.err().lines().filter(line -> !line.contains(" INFO ")))
                .singleElement()
                .asString()
                .startsWith("rollcall: acme: not all lines are told: ");
        assertThat(files()).isEmpty();
    }

    @Test
    void numbersAloneNeedNoRoom() {
        CommandResult told =
                withRoomFor(0).run("sync", "acme", "--dry-run", "--json").isDone();

        assertThat(told.out()).contains("\"memberships\":12000");
    }

    private ProgramCommand java(String... options) {
        return ProgramCommand.java(folder.path(), options).with(cli.environment());
    }

    /** In a process that may write files of so many blocks, of 512 or 1,024 bytes, and no longer ones. */
    private ProgramCommand withRoomFor(int blocks) {
        ProgramCommand java = java("-Djava.io.tmpdir=" + folder.path(), "-XX:-UsePerfData");
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$0\" \"$@\""));
        limited.addAll(java.command());
        return new ProgramCommand(limited, java.environment(), folder.path());
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String last(String text) {
        List<String> lines = text.lines().toList();
        return lines.get(lines.size() - 1);
    }
}
