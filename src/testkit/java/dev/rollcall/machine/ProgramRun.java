package dev.rollcall.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that was run to its end.
 *
 * @param output standard output and standard error together
 */
public record ProgramRun(int exitCode, String output) {
    private static final File NOTHING = new File("/dev/null");

    /**
     * Runs a command line with an empty standard input. The output goes through a file: a server that the program
     * leaves running would keep a pipe open.
     */
    public static ProgramRun of(List<String> command) {
        try {
            Path output = Files.createTempFile("rollcall", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectInput(NOTHING)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                int exitCode = process.waitFor();
                return new ProgramRun(exitCode, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** Whether there is such a program and it ends with 0. */
    public static boolean succeeds(String... command) {
        try {
            return of(List.of(command)).exitCode() == 0;
        } catch (UncheckedIOException noSuchProgram) {
            return false;
        }
    }
}
