package dev.rollcall.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Rollcall's own version, as the build wrote it into the jar. */
public final class ProgramVersion {
    private ProgramVersion() {}

    public static String current() {
        Properties properties = new Properties();
        try (InputStream file = ProgramVersion.class.getResourceAsStream("/application.properties")) {
            if (file == null) {
                throw new IllegalStateException("application.properties is not in the class path");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("rollcall.version", "unknown");
    }
}
