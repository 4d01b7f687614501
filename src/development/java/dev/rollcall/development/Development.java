package dev.rollcall.development;

import dev.rollcall.cli.Cli;
import dev.rollcall.cli.CommandContext;
import dev.rollcall.database.Migrations;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.EmbeddedServer;
import dev.rollcall.sandbox.Sandbox;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Syncs two directories of the sandbox, one in each provider's protocol, into an embedded PostgreSQL, and prints what
 * readers find there. Each run is a day on which the directories change; after a run that fails the day is repeated.
 */
public final class Development {
    private static final Path FOLDER = Path.of("target", "development");

    private final Path folder;
    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier stopping;

    Development(Path folder, PrintStream out, PrintStream err, BooleanSupplier stopping) {
        this.folder = folder;
        this.out = out;
        this.err = err;
        this.stopping = stopping;
    }

    /** Runs once and ends the process: with 0 when both directories were published, else with what {@code sync} says. */
    public static void main(String[] args) {
        quiet("dev.rollcall");
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        ShutdownWait shutdown = ShutdownWait.hook();
        int status = 1;
        try {
            status = new Development(FOLDER, out, err, shutdown::isBegun).run();
        } catch (RuntimeException e) {
            e.printStackTrace(err);
        } finally {
            shutdown.runEnded();
        }
        System.exit(status);
    }

    /** Before Spring Boot sets up its logging, and when it does. */
    private static void quiet(String logger) {
        LoggingSystem.get(Development.class.getClassLoader()).setLogLevel(logger, LogLevel.WARN);
        System.setProperty("logging.level." + logger, LogLevel.WARN.name());
    }

    /** Names are in any script, whatever the locale of the machine. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    int run() {
        DayFile days = new DayFile(folder.resolve("day"));
        int day = days.next();
        out.printf("%nDay %d of two sandbox directories. PostgreSQL starts.%n%n", day);
        try (EmbeddedServer server = EmbeddedServer.keep(folder.resolve("database"))) {
            if (isOfAnotherSchema(server)) {
                server.recreateDatabase();
                days.restart();
                day = days.next();
                out.printf(
                        "The database was made by another state of the schema: it begins anew, with day %d.%n%n", day);
            }
            int status = sync(day, server);
            if (status != 0) {
                err.printf(
                        "%nNot everything was published (exit code %d). The next run is day %d again.%n", status, day);
                return status;
            }
            days.passed(day);
            Summary.of(server, out).print(folder);
            return 0;
        }
    }

    private static boolean isOfAnotherSchema(EmbeddedServer server) {
        return !new Migrations(server.dataSource()).state().altered().isEmpty();
    }

    private int sync(int day, EmbeddedServer server) {
        try (Sandbox sandbox = Sandbox.start()) {
            SandboxSource.ALL.forEach(source -> sandbox.addStore(source.storeId(), source.directory(day)));
            Path jobs = folder.resolve("jobs");
            new SandboxJobs(jobs).write(sandbox.endpoint());
            Map<String, String> environment = DatabaseEnvironment.of(server.url(), server.user(), server.password());
            String[] command = {"sync", "--all", "--jobs", jobs.toString()};
            out.println("$ rollcall " + String.join(" ", command));
            return Cli.run(command, new CommandContext(environment, out, err, false, false, stopping));
        }
    }
}
