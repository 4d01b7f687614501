package dev.rollcall.directory;

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

/** What the tests of all adapters open a directory with. */
public final class AdapterFixture {
    /** An identity store id that every provider takes. */
    public static final String STORE = "d-1234567890";

    public static final String ACCESS_KEY = "AKIDEXAMPLE";
    public static final String SECRET_KEY = "wJalrXUtnFEMI/secret+key=";

    private AdapterFixture() {}

    /**
     * The settings of a store in pages of the greatest size.
     *
     * @param endpoint null for the region's own
     */
    public static DirectorySettings settings(@Nullable URI endpoint, Credentials credentials) {
        return settings(endpoint, credentials, 100, Duration.ofSeconds(20));
    }

    public static DirectorySettings settings(
            @Nullable URI endpoint, Credentials credentials, int pageSize, Duration timeout) {
        return new DirectorySettings(STORE, "eu-west-1", endpoint, credentials, 4, pageSize, timeout);
    }

    /** Long-lived keys in files of this folder. */
    public static Credentials keyFiles(Path folder) {
        return keyFiles(folder, ACCESS_KEY + "\n", SECRET_KEY + "\n", null);
    }

    /** Writes the files {@code ak}, {@code sk} and, unless it is null, {@code token}. */
    public static Credentials keyFiles(Path folder, String accessKey, String secretKey, @Nullable String token) {
        return new Credentials(
                null,
                null,
                null,
                null,
                null,
                write(folder.resolve("ak"), accessKey),
                write(folder.resolve("sk"), secretKey),
                token == null ? null : write(folder.resolve("token"), token));
    }

    public static Credentials profile(String name) {
        return new Credentials(name, null, null, null, null, null, null, null);
    }

    public static Path write(Path file, String content) {
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file beside a test. */
    public static String resource(Class<?> test, String name) {
        try (InputStream file = Objects.requireNonNull(test.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
