package dev.rollcall;

import dev.rollcall.database.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Where command lines are run: a folder of job files, a database, and the sandbox as the source {@code acme}. */
final class Premises implements AutoCloseable {
    static final String SOURCE = "acme";

    private final Cloud cloud;
    private final SandboxDirectory directory;
    private final TestDatabase database = TestDatabase.create();
    private final Sandbox sandbox = Sandbox.start();
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    Premises(Cloud cloud, SandboxDirectory directory) {
        this.cloud = cloud;
        this.directory = directory;
        sandbox.addStore(storeId(), directory);
        try {
            folder = Files.createTempDirectory("rollcall-premises");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("ak", Sandbox.LONG_LIVED_KEY.id());
        write("sk", Sandbox.LONG_LIVED_KEY.secret());
        job(SOURCE, jobFile());
        environment.put("ROLLCALL_JOBS", folder.toString());
        environment.put("ROLLCALL_DB_URL", database.url());
        environment.put("ROLLCALL_DB_USER", database.user());
        environment.put("ROLLCALL_DB_PASSWORD", database.password());
    }

    Ran run(String... args) {
        return run(Map.of(), args);
    }

    /** Runs a command in an environment that differs by some variables; an empty one is not there. */
    Ran run(Map<String, String> differently, String... args) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(differently);
        variables.values().removeIf(String::isEmpty);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Rollcall.run(
                args,
                variables,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    String jobFile() {
        return """
                provider: %s
                identity-store-id: %s
                region: %s
                endpoint: %s
                credentials:
                  access-key-file: %s
                  secret-key-file: %s
                limits:
                  requests-per-second: 1000
                  workers: 2
                  timeout: 5s
                """.formatted(
                        cloud.name().toLowerCase(Locale.ROOT),
                        storeId(),
                        cloud == Cloud.AWS ? "eu-west-1" : "cn-north-4",
                        sandbox.endpoint(),
                        folder.resolve("ak"),
                        folder.resolve("sk"));
    }

    void job(String name, String content) {
        write(name + ".yaml", content);
    }

    void removeJob(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String storeId() {
        return cloud == Cloud.AWS ? "d-1234567890" : "abcdef123456";
    }

    Sandbox sandbox() {
        return sandbox;
    }

    SandboxDirectory directory() {
        return directory;
    }

    TestDatabase database() {
        return database;
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    /** What readers see, in numbers that a publish would change. */
    List<Map<String, Object>> published() {
        return new ArrayList<>(jdbc().sql("""
                        SELECT source, snapshot_id, published_at, groups, memberships, users FROM directory.freshness
                        WHERE snapshot_id IS NOT NULL
                        ORDER BY source
                        """).query().listOfRows());
    }

    @Override
    public void close() {
        sandbox.close();
        database.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
