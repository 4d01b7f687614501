package dev.rollcall.development;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the manual, one a command. */
class ManPageTest {
    private static final Map<String, String> PAGES = PackagedDocuments.pages(LocalDate.of(2026, 11, 21));

    static Iterable<String> names() {
        return PAGES.keySet();
    }

    @Test
    void eachCommandHasOne() {
        assertThat(PAGES).containsKeys("rollcall", "rollcall-sync", "rollcall-query", "rollcall-completion");
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachHasTheSectionsThatAReaderLooksFor(String name) {
        for (String section : List.of("NAME", "SYNOPSIS", "OPTIONS", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES")) {
            assertThat(PAGES.get(name)).containsPattern("(?m)^\\.SH \"" + section + "\"\\n\\.?[^.S]");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void manHasNothingToWarnOf(String name, @TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(ProgramRun.succeeds("man", "--version"), "man is not installed: apt-get install man-db");
        Path page = Files.writeString(folder.resolve(name + ".1"), PAGES.get(name));

        ProgramRun shown = ProgramRun.of(List.of(
                "sh", "-c", "MANWIDTH=80 man --warnings -E UTF-8 -l -P cat \"$0\" >/dev/null", page.toString()));

        assertThat(shown.output()).isEmpty();
        assertThat(shown.exitCode()).isZero();
    }

    @Test
    void pageReadsLikeTheHelp(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(ProgramRun.succeeds("man", "--version"), "man is not installed: apt-get install man-db");
        Path page = Files.writeString(folder.resolve("rollcall-sync.1"), PAGES.get("rollcall-sync"));

        String shown = ProgramRun.of(
                        List.of("sh", "-c", "MANWIDTH=80 man -E UTF-8 -l -P cat \"$0\" | col -bx", page.toString()))
                .output();

        assertThat(shown.replaceAll("\\s+", " "))
                .contains("rollcall-sync - Resumes or begins a snapshot of each source, and publishes it")
                .contains("--accept-removals=SNAPSHOT_ID")
                .contains("rollcall sync acme --accept-removals=42")
                .contains("143, 130 stopped by a signal: run again to resume");
    }
}
