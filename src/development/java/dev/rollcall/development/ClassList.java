package dev.rollcall.development;

import dev.rollcall.database.SqlFile;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes the list of classes that {@code bin/rollcall-archive} puts into the launcher's archive: has the packaged program
 * sync the sandbox's directories once and tell the state of a few sources and of many, and the JVM write down what it
 * loaded. A few classes depend on which thread came first, so the list is kept with the sources: packages are the same
 * bytes in each build.
 */
final class ClassList {
    /** Job files of the first of many sources. */
    private static final int MANY = 30;

    private static final long FIRST_STORE = 1_000_000_000;

    private static final int SUCCEEDED = 0;

    /** Runs of some of the many sources failed. */
    private static final int FAILED = 1;

    /** A number of the JVM's own, by which other lines refer to a class. */
    private static final String NUMBER = " id: \\d+";

    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)\\.class");

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
                TestDatabase fleet = MigratedDatabase.create();
                Sandbox sandbox = Sandbox.start()) {
            SandboxSource.ALL.forEach(source -> sandbox.addStore(source.storeId(), source.directory(1)));
            Path jobs = Files.createDirectory(folder.path().resolve("jobs"));
            new SandboxJobs(jobs).write(sandbox.endpoint());
            List<Path> loaded = new ArrayList<>();
            loaded.add(run(jobs, database, SUCCEEDED, "sync", "--all"));
            loaded.add(run(jobs, database, SUCCEEDED, "status"));
            JdbcClient.create(fleet.dataSource())
                    .sql(SqlFile.read(SqlFile.class, "/dev/rollcall/fleet"))
                    .update();
            Path many = Files.createDirectory(folder.path().resolve("many"));
            writeMany(many, sandbox.endpoint());
            loaded.add(run(many, fleet, FAILED, "status"));
            loaded.add(run(many, fleet, SUCCEEDED, "metrics"));
            return merged(loaded);
        }
    }

    private static void writeMany(Path jobs, URI endpoint) throws IOException {
        SecretFiles keys = SecretFiles.in(jobs, Sandbox.LONG_LIVED_KEY);
        for (int source = 1; source <= MANY; source++) {
            JobFileText job = JobFileText.of(Cloud.AWS, "d-%d".formatted(FIRST_STORE + source), endpoint, keys)
                    .schedule("every 1d");
            Files.writeString(jobs.resolve("source-%03d.yaml".formatted(source)), job.toString());
        }
    }

    /** Each line as often as one of the runs has it: a class of a lambda serves one place only. */
    private List<String> merged(List<Path> files) throws IOException {
        Set<String> versioned = ofMultiReleaseJars();
        Map<String, Long> most = new TreeMap<>();
        for (Path file : files) {
            Map<String, Long> counts = lines(file)
                    .filter(line -> !line.startsWith("#"))
                    // By a class loader of its own: the archive can't hold it without the numbers.
                    .filter(line -> !line.contains(" source: "))
                    // Some of these are of a version that the archive takes only before they are linked, as by a
                    // lambda.
                    .filter(line -> !line.contains(")Lpicocli/"))
                    .filter(line -> !versioned.contains(className(line)))
                    .map(line -> line.replaceFirst(NUMBER, "").strip())
                    .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
            counts.forEach((line, count) -> most.merge(line, count, Math::max));
        }
        return most.entrySet().stream()
                .flatMap(line -> Collections.nCopies(line.getValue().intValue(), line.getKey()).stream())
                .toList();
    }

    /**
     * Classes that some versions of Java have in another form. Archived, they end a JDK 17 that is asked for a recording
     * or has an agent: it looks for their bytes where the others are.
     */
    private Set<String> ofMultiReleaseJars() throws IOException {
        Set<String> classes = new HashSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                try (ZipFile file = new ZipFile(jar.toFile())) {
                    file.stream()
                            .map(entry -> VERSIONED.matcher(entry.getName()))
                            .filter(Matcher::matches)
                            .forEach(entry -> classes.add(entry.group(1)));
                }
            }
        }
        return classes;
    }

    /** The class that a line of the list is about, or whose lambda. */
    private static String className(String line) {
        return line.replaceFirst("^@lambda-(proxy|form-invoker) ", "").replaceFirst(" .*", "");
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
