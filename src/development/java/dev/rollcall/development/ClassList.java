package dev.rollcall.development;

import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the list of classes that {@code bin/rollcall-archive} puts into the launcher's archive: has the packaged program
 * sync the sandbox's directories once and tell the state of a few sources and of many, and the JVM write down what it
 * loaded. A few classes depend on which thread came first, so the list is kept with the sources: packages are the same
 * bytes in each build.
 */
final class ClassList {
    /** More than get a paragraph each. */
    private static final int MANY = 30;

    private static final int SUCCEEDED = 0;

    /** What was never read is stale. */
    private static final int STALE = 1;

    /** A number of the JVM's own, by which other lines refer to a class. */
    private static final String NUMBER = " id: \\d+";

    private final Path home;

    private ClassList(Path home) {
        this.home = home;
    }

    /** Runs the program of the folder that the first argument names, and writes the file that the second one names. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> classes = new ClassList(Path.of(args[0]).toAbsolutePath()).make();
        Files.writeString(Path.of(args[1]), String.join("\n", classes) + "\n");
    }

    private List<String> make() throws IOException, InterruptedException {
        // What comes from an archive is written down otherwise.
        Files.deleteIfExists(home.resolve("lib").resolve("rollcall.jsa"));
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-classes");
                TestDatabase database = TestDatabase.create();
                Sandbox sandbox = Sandbox.start()) {
            SandboxSource.ALL.forEach(source -> sandbox.addStore(source.storeId(), source.directory(1)));
            Path jobs = folder.path();
            new SandboxJobs(jobs).write(sandbox.endpoint());
            List<Path> loaded = new ArrayList<>();
            loaded.add(run(jobs, database, SUCCEEDED, "sync", "--all"));
            loaded.add(run(jobs, database, SUCCEEDED, "status"));
            addMany(jobs, sandbox.endpoint());
            loaded.add(run(jobs, database, STALE, "status"));
            loaded.add(run(jobs, database, SUCCEEDED, "metrics"));
            return merged(loaded);
        }
    }

    private static void addMany(Path jobs, URI endpoint) throws IOException {
        SecretFiles keys = SecretFiles.in(jobs, Sandbox.LONG_LIVED_KEY);
        for (int source = 1; source <= MANY; source++) {
            JobFileText job = JobFileText.of(Cloud.AWS, "d-%010d".formatted(source), endpoint, keys)
                    .schedule("every 1d");
            Files.writeString(jobs.resolve("source-%02d.yaml".formatted(source)), job.toString());
        }
    }

    /** Each line as often as one of the runs has it: a class of a lambda serves one place only. */
    private static List<String> merged(List<Path> files) {
        Map<String, Long> most = new TreeMap<>();
        for (Path file : files) {
            Map<String, Long> counts = lines(file)
                    .filter(line -> !line.startsWith("#"))
                    // By a class loader of its own: the archive can't hold it without the numbers.
                    .filter(line -> !line.contains(" source: "))
                    // Some of these are of a version that the archive takes only before they are linked, as by a
                    // lambda.
                    .filter(line -> !line.contains(")Lpicocli/"))
                    .map(line -> line.replaceFirst(NUMBER, "").strip())
                    .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
            counts.forEach((line, count) -> most.merge(line, count, Math::max));
        }
        return most.entrySet().stream()
                .flatMap(line -> Collections.nCopies(line.getValue().intValue(), line.getKey()).stream())
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the JVM wrote down what it loaded. */
    private Path run(Path jobs, TestDatabase database, int expected, String... command)
            throws IOException, InterruptedException {
        Path loaded = Files.createTempFile(jobs, "loaded", ".txt");
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/rollcall").toString()));
        line.addAll(List.of(command));
        line.addAll(List.of("--jobs", jobs.toString()));
        ProcessBuilder program = new ProcessBuilder(line);
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("ROLLCALL_JAVA_OPTS", "-XX:DumpLoadedClassList=" + loaded);
        program.environment().putAll(DatabaseEnvironment.of(database.url(), database.user(), database.password()));
        program.redirectErrorStream(true).redirectOutput(jobs.resolve("output").toFile());
        int exitCode = program.start().waitFor();
        if (exitCode != expected) {
            throw new IllegalStateException("exit code " + exitCode + ": " + Files.readString(jobs.resolve("output")));
        }
        return loaded;
    }
}
