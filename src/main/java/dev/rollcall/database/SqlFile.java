package dev.rollcall.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads statements from {@code .sql} files, each beside the class that runs it. */
public final class SqlFile {
    private SqlFile() {}

    /**
     * Reads the statement of a file.
     *
     * @param beside the class in whose package the file lies
     * @param name without {@code .sql}
     * @throws IllegalArgumentException when there is no such file
     */
    public static String read(Class<?> beside, String name) {
        try (InputStream file = beside.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no " + name + ".sql beside " + beside.getName());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
