package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The folder that was packaged, put somewhere else. */
@InstallTest
class InstalledFolderTest {
    @Test
    void startsWhereverItIsCopied(@TempDir Path elsewhere) throws IOException {
        Path home = elsewhere.resolve("opt").resolve("rollcall");
        FileSystemUtils.copyRecursively(Packaged.folder(), home);
        Path program = home.resolve("bin").resolve("rollcall");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        ProgramRun version = ProgramRun.of(List.of(program.toString(), "--version"));

        assertThat(version.output()).startsWith("rollcall ").hasLineCount(1);
        assertThat(version.exitCode()).isZero();
    }
}
