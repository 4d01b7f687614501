package dev.rollcall.faults;

import dev.rollcall.directory.Credentials;
import dev.rollcall.sandbox.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source's key in files, as an operator or a secret store puts it there. */
final class KeyFiles {
    private final Path folder;
    private final boolean temporary;

    private KeyFiles(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
        // The last that is registered is the first to go.
        List.of("", "ak", "sk", "token")
                .forEach(name -> folder.resolve(name).toFile().deleteOnExit());
    }

    static KeyFiles of(AccessKey key) {
        try {
            KeyFiles files = new KeyFiles(Files.createTempDirectory("rollcall-secrets"), key.sessionToken() != null);
            files.replace(key);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another key of the same kind there, file by file. */
    void replace(AccessKey key) {
        replace("ak", key.id());
        replace("sk", key.secret());
        if (key.sessionToken() != null) {
            replace("token", key.sessionToken());
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(folder.resolve("ak"));
            Files.deleteIfExists(folder.resolve("sk"));
            Files.deleteIfExists(folder.resolve("token"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Credentials credentials() {
        @Nullable Path token = temporary ? folder.resolve("token") : null;
        return new Credentials(null, null, null, null, folder.resolve("ak"), folder.resolve("sk"), token);
    }

    private void replace(String name, String content) {
        try {
            Path beside = Files.writeString(folder.resolve(name + ".new"), content);
            Files.move(beside, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
