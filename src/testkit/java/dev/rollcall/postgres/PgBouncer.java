package dev.rollcall.postgres;

import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real PgBouncer before a test's database. */
public final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final PostgresAddress address;
    private final TemporaryFolder folder;

    private PgBouncer(Process process, PostgresAddress address, TemporaryFolder folder) {
        this.process = process;
        this.address = address;
        this.folder = folder;
    }

    /** The program, where it is installed. */
    public static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it, and returns when it lets clients in.
     *
     * @param mode session, transaction or statement
     */
    public static PgBouncer start(Path program, TestDatabase database, String mode) {
        try {
            int port = FreePort.find();
            TemporaryFolder folder = TemporaryFolder.create("rollcall-pgbouncer");
            Path configuration = folder.write("pgbouncer.ini", configuration(database, mode, port));
            List<String> command = new ArrayList<>(List.of(program.toString(), "-q"));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("-u", "nobody"));
            }
            command.add(configuration.toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            String url =
                    "jdbc:postgresql://127.0.0.1:" + port + target(database).getPath();
            PgBouncer pooler =
                    new PgBouncer(process, new PostgresAddress(url, database.user(), database.password()), folder);
            pooler.awaitStarted();
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return address.url();
    }

    @Override
    public void close() {
        process.destroy();
        int unused = process.onExit().join().exitValue();
        folder.close();
    }

    private void awaitStarted() {
        try {
            Awaitility.await("PgBouncer").until(this::letsIn);
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
    }

    private boolean letsIn() {
        try (Connection connection = address.connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static String configuration(TestDatabase database, String mode, int port) {
        URI target = target(database);
        // An empty one is a syntax error.
        String password = database.password().isEmpty() ? "" : " password='" + database.password() + "'";
        return """
                [databases]
                %s = host=%s port=%d user=%s%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = 20
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        target.getPath().substring(1),
                        target.getHost(),
                        target.getPort(),
                        database.user(),
                        password,
                        port,
                        mode);
    }

    private static URI target(TestDatabase database) {
        return URI.create(database.url().substring("jdbc:".length()));
    }
}
