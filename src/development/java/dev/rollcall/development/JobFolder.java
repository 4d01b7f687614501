package dev.rollcall.development;

import dev.rollcall.sandbox.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder of job files, with the files of their keys beside them. */
record JobFolder(Path folder) {
    private static final String JOB = """
            # Written anew at each run of spring-boot:test-run; its sandbox, the endpoint, ends with it.
            provider: %s
            identity-store-id: %s
            region: %s
            endpoint: %s
            credentials:
              access-key-file: %s
              secret-key-file: %s
            limits:
              requests-per-second: 100
            """;

    void write(List<SandboxSource> sources, URI endpoint, AccessKey key) {
        try {
            Files.createDirectories(folder);
            Path accessKey = writeSecret("access-key", key.id());
            Path secretKey = writeSecret("secret-key", key.secret());
            for (SandboxSource source : sources) {
                String job = JOB.formatted(
                        source.provider(),
                        source.storeId(),
                        source.region(),
                        endpoint,
                        quoted(accessKey),
                        quoted(secretKey));
                Files.writeString(folder.resolve(source.name() + ".yaml"), job);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path writeSecret(String name, String secret) throws IOException {
        Path file = Files.writeString(folder.resolve(name), secret + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
