package dev.rollcall.development;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A statement in a file beside this class. */
final class SqlFile {
    private SqlFile() {}

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(SqlFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
