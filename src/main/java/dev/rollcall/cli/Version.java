package dev.rollcall.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Rollcall's own version, as the build wrote it into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"rollcall " + current()};
    }

    static String current() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/application.properties")) {
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
