package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A simple name means one thing in the whole tree: in the program, its tests, the kit, the benchmark and development. */
class NamesTest {
    private static final Path SOURCES = Path.of("src");

    @Test
    void simpleNameIsGivenOnce() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Map<String, List<Path>> byName = files.filter(
                            file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.groupingBy(file -> file.getFileName().toString()));

            assertThat(byName).hasSizeGreaterThan(400);
            assertThat(byName.entrySet())
                    .allSatisfy(entry -> assertThat(entry.getValue()).hasSize(1));
        }
    }

    @Test
    void testMethodBeginsWithItsSubjectAndNotWithAnArticle() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve("test"))) {
            assertThat(files.filter(file -> file.toString().endsWith("Test.java")))
                    .allSatisfy(
                            file -> assertThat(file).content().doesNotContainPattern("(?m)^    void (a|an|the)[A-Z]"));
        }
    }
}
