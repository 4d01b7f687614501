package dev.rollcall.development;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with the job files of all sandbox sources, and the files of their key beside them. */
record SandboxJobs(Path folder) {
    private static final String HEAD =
            "# Written anew at each run of spring-boot:test-run; its sandbox, the endpoint, ends with it.\n";

    void write(URI endpoint) {
        try {
            Files.createDirectories(folder);
            SecretFiles keys = SecretFiles.in(folder, Sandbox.LONG_LIVED_KEY);
            for (SandboxSource source : SandboxSource.ALL) {
                JobFileText job = JobFileText.of(source.cloud(), source.storeId(), endpoint, keys)
                        .limit("requests-per-second", 100);
                Files.writeString(folder.resolve(source.name() + ".yaml"), HEAD + job);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
