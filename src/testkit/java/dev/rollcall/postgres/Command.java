package dev.rollcall.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A command run to its end. */
record Command(int exitCode, String output) {
    static final File NOTHING = new File("/dev/null");

    /** Runs {@code line}; its output goes through a file, since a server that it leaves running keeps a pipe open. */
    static Command run(List<String> line) {
        try {
            Path output = Files.createTempFile("rollcall", ".out");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectInput(NOTHING)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                int exitCode = process.waitFor();
                return new Command(exitCode, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + line, e);
        }
    }

    static boolean succeeds(String... line) {
        try {
            return run(List.of(line)).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false; // there is no such program
        }
    }
}
