package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Directories opened on a server of this host, by the provider's front door. */
final class Opened {
    private Opened() {}

    static Directory at(URI server, Path folder) {
        return at(server, keys(folder), 3, Duration.ofSeconds(20));
    }

    static Directory at(URI server, Credentials credentials, int pageSize, Duration timeout) {
        return new AwsProvider()
                .open(new DirectorySettings(TestStore.ID, "eu-west-1", server, credentials, 4, pageSize, timeout));
    }

    /** Long-lived keys in files of this folder. */
    static Credentials keys(Path folder) {
        return keys(folder, null);
    }

    static Credentials keys(Path folder, @Nullable String roleArn) {
        return new Credentials(
                null,
                roleArn,
                null,
                null,
                write(folder.resolve("ak"), "AKIDEXAMPLE\n"),
                write(folder.resolve("sk"), "wJalrXUtnFEMI\n"),
                null);
    }

    static Path write(Path file, String content) {
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file beside the tests. */
    static String file(String name) {
        try (InputStream file = Objects.requireNonNull(Opened.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
