package dev.rollcall.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@code postmaster.pid} says: the process id on its first line, the port on its fourth. */
record PostmasterFile(Path file, List<String> lines) {
    static PostmasterFile in(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            return new PostmasterFile(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            return new PostmasterFile(file, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OptionalInt port() {
        return lines.size() < 4
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(lines.get(3).strip()));
    }

    Optional<ProcessHandle> process() {
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    /** Whether the process lives and is not another that got the same number since. */
    boolean isPostgres() {
        return process()
                .map(ProcessHandle::info)
                .map(info ->
                        info.command().or(info::commandLine).orElse("postgres").contains("postgres"))
                .orElse(false);
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
