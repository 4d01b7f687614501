package dev.rollcall.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code db/migration}, to which a test adds the migrations of a version to come. */
final class MigrationFolder {
    static final Path ORIGINAL = Path.of("db", "migration");

    private final Path folder;

    private MigrationFolder(Path folder) {
        this.folder = folder;
    }

    /** Copies into an empty folder. */
    static MigrationFolder copy(Path folder) {
        MigrationFolder copy = new MigrationFolder(folder);
        names(ORIGINAL).forEach(name -> copy.write(name, read(ORIGINAL.resolve(name))));
        return copy;
    }

    /** The names of a folder's files, in order. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return folder;
    }

    /** For Flyway. */
    String location() {
        return "filesystem:" + folder;
    }

    MigrationFolder write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces what occurs exactly once in a file. */
    MigrationFolder replace(String name, String part, String replacement) {
        String text = read(folder.resolve(name));
        int found = text.indexOf(part);
        if (found < 0 || text.indexOf(part, found + 1) >= 0) {
            throw new IllegalArgumentException("not once in " + name + ": " + part);
        }
        return write(name, text.replace(part, replacement));
    }

    MigrationFolder remove(String name) {
        try {
            Files.delete(folder.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
