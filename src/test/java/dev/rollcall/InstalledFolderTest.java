package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked somewhere. */
@InstallTest("tar")
class InstalledFolderTest {
    @TempDir
    Path opt = Path.of("");

    private Path home = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        isDone("tar", "xzf", Packaged.tarball().toString(), "-C", opt.toString());
        try (Stream<Path> inside = Files.list(opt)) {
            home = inside.findFirst().orElseThrow();
        }
    }

    @Test
    void holdsTheProgramAndWhatBelongsToItAndNoArchive() {
        assertThat(String.valueOf(home.getFileName())).startsWith("rollcall-");
        assertThat(Stream.of(
                        "share/man/man1/rollcall.1",
                        "share/man/man1/rollcall-sync.1",
                        "share/completion/rollcall.bash",
                        "share/completion/_rollcall",
                        "examples/aws.yaml.example",
                        "examples/crontab",
                        "queries/members-of-a-group.sql",
                        "systemd/rollcall.service",
                        "systemd/rollcall-worker.service",
                        "kubernetes/deployment.yaml",
                        "lib/rollcall.classlist",
                        "LICENSE"))
                .allSatisfy(file -> assertThat(home.resolve(file)).isNotEmptyFile());
        assertThat(home.resolve("lib/rollcall.jsa")).doesNotExist();
    }

    @Test
    void startsWithAndWithoutAnArchive() {
        String program = home.resolve("bin/rollcall").toString();

        assertThat(isDone(program, "--version")).startsWith("rollcall ").hasLineCount(1);
        assertThat(isDone(home.resolve("bin/rollcall-archive").toString())).isEmpty();
        assertThat(home.resolve("lib/rollcall.jsa")).isNotEmptyFile();
        assertThat(isDone(program, "--version")).startsWith("rollcall ").hasLineCount(1);
    }

    private static String isDone(String... command) {
        ProgramRun run = ProgramRun.of(List.of(command));
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }
}
