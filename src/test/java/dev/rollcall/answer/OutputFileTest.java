package dev.rollcall.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesAFileInOneStep() throws IOException {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "old");

        OutputFile.write(file, to -> {
            assertThat(file).hasContent("old");
            to.write("new".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesNothingOfAFileThatWasNotWrittenToItsEnd() throws IOException {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> OutputFile.write(file, to -> {
                    to.write(1);
                    throw new IllegalStateException("the database went away");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saysWhyAFileCannotBeWritten() {
        assertThatThrownBy(() -> OutputFile.write(folder.resolve("none").resolve("out.csv"), to -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none/out.csv: can't be written: no such folder");
        assertThatThrownBy(() -> OutputFile.write(folder, to -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is a folder, not a file");
    }
}
