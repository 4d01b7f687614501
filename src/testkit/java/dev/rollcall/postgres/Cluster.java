package dev.rollcall.postgres;

import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data folder of PostgreSQL and the server on it, driven by {@code initdb} and {@code pg_ctl}. */
final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String OWNER = "postgres";
    private static final int START_ATTEMPTS = 5;

    private final PostgresPrograms programs;
    private final Path data;
    private final ServerUser user;
    private final boolean fsync;
    private int connections = 200;
    private int port;

    private Cluster(PostgresPrograms programs, Path data, ServerUser user, boolean fsync) {
        this.programs = programs;
        this.data = data;
        this.user = user;
        this.fsync = fsync;
    }

    /** The data folder {@code wanted} or, where {@code user} can't reach that, one among the temporary files. */
    static Cluster at(Path wanted, ServerUser user, boolean fsync) {
        return at(wanted, PostgresPrograms.embedded(), user, fsync);
    }

    static Cluster at(Path wanted, PostgresPrograms programs, ServerUser user, boolean fsync) {
        Path data = wanted.toAbsolutePath().normalize();
        Path parent = data.resolveSibling(".").normalize();
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (user.reaches(parent)) {
            return new Cluster(programs, data, user, fsync);
        }
        String name = "rollcall-data-" + Integer.toHexString(data.hashCode());
        Path reachable = Path.of(System.getProperty("java.io.tmpdir"), name);
        LOG.info("{} can't reach {}: the data are in {}", user.account(), data, reachable);
        return new Cluster(programs, reachable, user, fsync);
    }

    Path data() {
        return data;
    }

    /** The server permits so many, once it is started. */
    Cluster permitting(int maxConnections) {
        this.connections = maxConnections;
        return this;
    }

    /** Starts the server, unless it runs and answers, on the port it had or any free one. */
    PostgresAddress start() {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            create();
        }
        PostmasterFile found = PostmasterFile.in(data);
        if (found.port().isPresent() && answers(found.port().getAsInt())) {
            port = found.port().getAsInt();
            return address();
        }
        if (found.isPostgres()) {
            stop("immediate");
        }
        found.delete();
        ProgramRun last = pgCtlStart(port == 0 ? FreePort.find() : port);
        for (int attempt = 1; last.exitCode() != 0 && attempt < START_ATTEMPTS; attempt++) {
            last = pgCtlStart(
                    port == 0
                            ? FreePort.find()
                            : port); // another process took the port, or the last server is still ending
        }
        if (last.exitCode() != 0) {
            throw new IllegalStateException("PostgreSQL does not start: " + last.output() + log());
        }
        port = PostmasterFile.in(data).port().orElseThrow();
        return address();
    }

    /** What starts the server again at a shell, on the port that it has. */
    String startCommand() {
        List<String> words = new ArrayList<>(user.prefix());
        words.add(quoted(programs.path("pg_ctl")) + " start -w -D " + quoted(data.toString()));
        words.add("-l " + quoted(data.resolve("server.log").toString()) + " -o \"-p " + port + " -k ''\"");
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Stops the server, if there is one, in one of the modes of {@code pg_ctl}. */
    void stop(String mode) {
        if (!Files.exists(data.resolve("postmaster.pid"))) {
            return;
        }
        ProgramRun stopped = pgCtl("stop", "-m", mode);
        if (stopped.exitCode() != 0 && PostmasterFile.in(data).isPostgres()) {
            throw new IllegalStateException("PostgreSQL does not stop: " + stopped.output());
        }
    }

    /** Kills all of the server's processes. Returns when they are gone. */
    void kill() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(processes);
    }

    /**
     * Kills the server's first process. Returns when the others have noticed and ended: a server started earlier would
     * share the data with them.
     */
    void killPostmaster() {
        List<ProcessHandle> processes = processes();
        boolean unused = processes.get(0).destroyForcibly();
        awaitEnd(processes);
    }

    /** The first of them started the others. */
    private List<ProcessHandle> processes() {
        ProcessHandle postmaster = PostmasterFile.in(data)
                .process()
                .orElseThrow(() -> new IllegalStateException("no server runs on " + data));
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Whether anybody is connected, and stays so for a second: a connection just closed is not gone at once. */
    boolean hasClients() {
        String others = """
                SELECT count(*), pg_sleep(0.1) FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()""";
        try (Connection connection = address().connect();
                Statement statement = connection.createStatement()) {
            long clients = 1;
            for (int look = 0; clients > 0 && look < 10; look++) {
                try (ResultSet row = statement.executeQuery(others)) {
                    row.next();
                    clients = row.getLong(1);
                }
            }
            return clients > 0;
        } catch (SQLException e) {
            throw new IllegalStateException("can't ask who is connected", e);
        }
    }

    boolean holds(String database) {
        try (Connection connection = address().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '" + database + "')")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException("can't ask for the databases", e);
        }
    }

    private PostgresAddress address() {
        return new PostgresAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", OWNER, "");
    }

    /** Whether what answers on {@code candidate} is the server of this folder. */
    private boolean answers(int candidate) {
        String url = "jdbc:postgresql://127.0.0.1:" + candidate + "/postgres?connectTimeout=3&socketTimeout=5";
        try (Connection connection = new PostgresAddress(url, OWNER, "").connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            return row.next() && Files.isSameFile(Path.of(row.getString(1)), data);
        } catch (SQLException | IOException e) {
            LOG.debug("No server of {} on port {}", data, candidate, e);
            return false;
        }
    }

    /** Creates the data folder under another name and renames it, so that a half-made one is never used. */
    private void create() {
        try {
            Path beside = Files.createTempDirectory(data.resolveSibling(".").normalize(), "initdb");
            user.own(beside);
            List<String> initdb = new ArrayList<>(List.of(
                    programs.path("initdb"),
                    "--pgdata=" + beside,
                    "--username=" + OWNER,
                    "--auth=trust",
                    "--encoding=UTF8"));
            initdb.addAll(programs.locale());
            if (!fsync) {
                initdb.add("--no-sync");
            }
            ProgramRun created = user.run(initdb);
            if (created.exitCode() != 0) {
                throw new IllegalStateException("initdb failed: " + created.output());
            }
            Files.move(beside, data, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProgramRun pgCtlStart(int wantedPort) {
        String durable = fsync ? "on" : "off";
        String options = "-p " + wantedPort
                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=" + connections
                + " -c fsync=" + durable + " -c full_page_writes=" + durable;
        return pgCtl("start", "-l", data.resolve("server.log").toString(), "-o", options);
    }

    private ProgramRun pgCtl(String action, String... options) {
        List<String> common = List.of(programs.path("pg_ctl"), action, "-w", "-D", data.toString());
        return user.run(Stream.concat(common.stream(), Stream.of(options)).toList());
    }

    private String log() {
        try {
            return Files.readString(data.resolve("server.log"));
        } catch (IOException e) {
            return " (and left no log: " + e.getMessage() + ")";
        }
    }
}
