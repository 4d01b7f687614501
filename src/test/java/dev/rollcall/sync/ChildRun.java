package dev.rollcall.sync;

import dev.rollcall.Rollcall;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Credentials;
import dev.rollcall.source.Source;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** {@code rollcall sync} in a JVM of its own, to which signals can be sent. */
public final class ChildRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    /** Short lives: what is compiled best is never reached. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    private final Process process;
    private final Path folder;

    private ChildRun(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts it on a database, with a folder of its own that holds the source's job file.
     *
     * @param options of {@code sync}, after the source's name
     */
    public static ChildRun start(DatabaseSettings database, Source source, String... options) {
        try {
            Path folder = Files.createTempDirectory("rollcall-run");
            Files.writeString(folder.resolve(source.name() + ".yaml"), jobFile(source));
            List<String> command = new ArrayList<>(Interruptible.PREFIX);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(QUICK_START);
            command.addAll(List.of(
                    "-cp", classPath(), Rollcall.class.getName(), "sync", source.name(), "--jobs", folder.toString()));
            command.addAll(List.of(options));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("ROLLCALL_DB_URL", database.url());
            builder.environment().put("ROLLCALL_DB_USER", String.valueOf(database.user()));
            builder.environment().put("ROLLCALL_DB_PASSWORD", Objects.requireNonNullElse(database.password(), ""));
            builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile());
            return new ChildRun(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jobFile(Source source) {
        Credentials keys = source.directory().credentials();
        return """
                provider: %s
                identity-store-id: %s
                region: %s
                endpoint: %s
                credentials:
                  access-key-file: %s
                  secret-key-file: %s
                users: %b
                limits:
                  requests-per-second: %.0f
                  workers: %d
                  page-size: %d
                  timeout: %ds
                """.formatted(
                        source.provider(),
                        source.directory().identityStoreId(),
                        source.directory().region(),
                        source.directory().endpoint(),
                        keys.accessKeyFile(),
                        keys.secretKeyFile(),
                        source.users(),
                        source.requestsPerSecond(),
                        source.directory().workers(),
                        source.directory().pageSize(),
                        source.directory().timeout().toSeconds());
    }

    /** Without empty entries, which mean the working folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for a condition that holds while the run works. */
    public void await(BooleanSupplier condition) {
        if (!reaches(condition)) {
            throw new AssertionError("the run has ended already: " + output());
        }
    }

    /** Waits for a condition, or the run's end; tells whether the condition came. */
    public boolean reaches(BooleanSupplier condition) {
        boolean[] came = new boolean[1];
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_AGAIN)
                .until(() -> {
                    boolean alive = process.isAlive();
                    came[0] = condition.getAsBoolean();
                    return came[0] || !alive;
                });
        return came[0];
    }

    /** Sends a signal by its name: {@code TERM}, {@code INT}, {@code STOP}, {@code CONT}. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            int unused = kill.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * SIGKILL; returns when the process is gone.
     *
     * @return whether it was still alive
     */
    public boolean kill() {
        process.destroyForcibly();
        return awaitExit(PATIENCE) == 128 + 9;
    }

    /** The exit code; fails when there is none in that time. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the run did not end within " + atMost + ": " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it printed so far, logs included. */
    public String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A process begun in the background of a shell without job control ignores SIGINT, and so do its children: this has
     * a child heed it again, where the system can.
     */
    private static final class Interruptible {
        static final List<String> PREFIX = prefix();

        private static List<String> prefix() {
            List<String> heed = List.of("env", "--default-signal=INT");
            try {
                List<String> trial = new ArrayList<>(heed);
                trial.add("true");
                Process process = new ProcessBuilder(trial).start();
                return process.waitFor() == 0 ? heed : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
