package dev.rollcall.development;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The number of days that have passed, kept in a file. */
record DayFile(Path file) {
    /** The day after the last that {@linkplain #passed passed}; the first is 1. */
    int next() {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) + 1 : 1;
        } catch (NumberFormatException e) {
            throw new IllegalStateException(file + ": expected a number; delete the folder to begin anew", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins with the first day again. */
    void restart() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void passed(int day) {
        try {
            Path beside = Files.writeString(file.resolveSibling("day.new"), day + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
