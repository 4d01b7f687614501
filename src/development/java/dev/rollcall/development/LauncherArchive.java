package dev.rollcall.development;

import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the archive that the launcher starts from: has the packaged program sync the sandbox's directories once, and the
 * JVM write down what it loaded and linked for that. Made for the JVM that packages, and for the folder it is in where
 * that is older than 19.
 */
final class LauncherArchive {
    private static final int FIRST_WITH_CACHE = 25;
    private static final String CACHE = "rollcall.aot";
    private static final String CLASSES = "rollcall.jsa";
    private static final int ALL_PUBLISHED = 0;

    private final Path launcher;
    private final Path lib;

    private LauncherArchive(Path home) {
        this.launcher = home.resolve("bin/rollcall");
        this.lib = home.resolve("lib");
    }

    /** Makes it for the launcher in the folder that the only argument names. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new LauncherArchive(Path.of(args[0]).toAbsolutePath()).make();
    }

    private void make() throws IOException, InterruptedException {
        boolean cache = Runtime.version().feature() >= FIRST_WITH_CACHE;
        Path archive = lib.resolve(cache ? CACHE : CLASSES);
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-archive");
                TestDatabase database = TestDatabase.create();
                Sandbox sandbox = Sandbox.start()) {
            SandboxSource.ALL.forEach(source -> sandbox.addStore(source.storeId(), source.directory(1)));
            Path jobs = folder.path();
            new SandboxJobs(jobs).write(sandbox.endpoint());
            // One that another JVM packaged before would be preferred, and then not fit.
            for (String made : List.of(CACHE, CLASSES)) {
                Files.deleteIfExists(lib.resolve(made));
            }
            int exitCode =
                    sync(jobs, database, (cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
            if (exitCode != ALL_PUBLISHED || !Files.exists(archive)) {
                throw new IllegalStateException("no archive: the program ended with exit code " + exitCode);
            }
        }
    }

    private int sync(Path jobs, TestDatabase database, String option) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(launcher.toString(), "sync", "--all", "--jobs", jobs.toString());
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("ROLLCALL_JAVA_OPTS", option);
        program.environment().putAll(DatabaseEnvironment.of(database.url(), database.user(), database.password()));
        program.redirectErrorStream(true).redirectOutput(jobs.resolve("output").toFile());
        Process running = program.start();
        int exitCode = running.waitFor();
        if (exitCode != ALL_PUBLISHED) {
            System.err.print(Files.readString(jobs.resolve("output")));
        }
        return exitCode;
    }
}
