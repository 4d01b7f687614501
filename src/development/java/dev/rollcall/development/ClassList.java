package dev.rollcall.development;

import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the list of classes that {@code bin/rollcall-archive} puts into the launcher's archive: has the packaged program
 * sync the sandbox's directories once and tell their status, and the JVM write down what it loaded. A few classes depend
 * on which thread came first, so the list is kept with the sources: packages are the same bytes in each build.
 */
final class ClassList {
    private static final int SUCCEEDED = 0;

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
            Path loaded = jobs.resolve("loaded");
            Path asked = jobs.resolve("asked");
            run(jobs, database, loaded, "sync", "--all");
            run(jobs, database, asked, "status");
            return Stream.of(loaded, asked)
                    .flatMap(ClassList::lines)
                    .filter(line -> !line.startsWith("#"))
                    // By a class loader of its own: the archive can't hold it without the numbers.
                    .filter(line -> !line.contains(" source: "))
                    .map(line -> line.replaceFirst(NUMBER, "").strip())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(Path jobs, TestDatabase database, Path loaded, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/rollcall").toString()));
        line.addAll(List.of(command));
        line.addAll(List.of("--jobs", jobs.toString()));
        ProcessBuilder program = new ProcessBuilder(line);
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("ROLLCALL_JAVA_OPTS", "-XX:DumpLoadedClassList=" + loaded);
        program.environment().putAll(DatabaseEnvironment.of(database.url(), database.user(), database.password()));
        program.redirectErrorStream(true).redirectOutput(jobs.resolve("output").toFile());
        int exitCode = program.start().waitFor();
        if (exitCode != SUCCEEDED) {
            throw new IllegalStateException("exit code " + exitCode + ": " + Files.readString(jobs.resolve("output")));
        }
    }
}
