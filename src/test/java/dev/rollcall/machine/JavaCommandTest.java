package dev.rollcall.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.Rollcall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {
    @TempDir
    private Path folder;

    @Test
    void childrenOfAWholeBuildStartFromAnArchiveOfClasses() throws IOException, InterruptedException {
        assumeThat(ProgramArchive.made()).as("made by a whole build alone").isPresent();
        Path log = folder.resolve("log");
        for (List<String> command : List.of(
                JavaCommand.withOptions("-Xlog:class+load:file=" + log), //
                JavaCommand.ofProgram("-Xlog:class+load:file=" + log))) {
            List<String> line = new ArrayList<>(command);
            line.addAll(List.of(Rollcall.class.getName(), "status", "--help"));

            assertThat(new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("out").toFile())
                            .start()
                            .waitFor())
                    .isZero();

            assertThat(Files.readAllLines(log))
                    .anyMatch(loaded -> loaded.contains(Rollcall.class.getName() + " source: shared objects file"));
        }
    }
}
