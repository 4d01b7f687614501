package dev.rollcall.postgres;

import dev.rollcall.database.DatabaseSettings;
import java.nio.file.Path;
import javax.sql.DataSource;

/** A PostgreSQL that a test has for itself and may crash. It ends with this JVM, however that ends. */
public final class TestServer implements AutoCloseable {
    private static final String DATABASE = "rollcall";

    private final Cluster cluster;
    private final PostgresAddress address;

    private TestServer(Cluster cluster) {
        this.cluster = cluster;
        PostgresAddress server = cluster.start();
        Reaper.watch(cluster.data(), cluster.data());
        this.address = server.createDatabase(DATABASE);
    }

    /**
     * Starts a server with an empty database.
     *
     * @param dataDir not there yet, or empty; deleted when this JVM ends
     * @param fsync whether committed data survive {@link #crash()} for certain; off is faster
     */
    public static TestServer start(Path dataDir, boolean fsync) {
        return start(dataDir, PostgresPrograms.embedded(), fsync);
    }

    /** Starts a server that permits so many connections. */
    public static TestServer permitting(int maxConnections, Path dataDir) {
        return new TestServer(Cluster.at(dataDir, ServerUser.detect(), false).permitting(maxConnections));
    }

    /** Starts a server of some version. */
    public static TestServer start(Path dataDir, PostgresPrograms programs, boolean fsync) {
        return new TestServer(Cluster.at(dataDir, programs, ServerUser.detect(), fsync));
    }

    /** Kills the server and all its processes with SIGKILL. */
    public void crash() {
        cluster.kill();
    }

    /** Kills the server's first process with SIGKILL; the others end when they notice. */
    public void killPostmaster() {
        cluster.killPostmaster();
    }

    /** Starts the server again after {@link #crash()}, on the same port. Returns when it has recovered. */
    public void restart() {
        cluster.start();
    }

    /** Creates another empty database, which goes through the server's crashes as well. */
    public TestDatabase createDatabase() {
        return TestDatabase.on(address);
    }

    public String url() {
        return address.url();
    }

    public String user() {
        return address.user();
    }

    public String password() {
        return address.password();
    }

    /** How Rollcall connects to its database as the owner. */
    public DatabaseSettings settings() {
        return new DatabaseSettings(url(), user(), password());
    }

    /** Opens a new connection at every call, whose time zone is {@link TestDatabase#TIME_ZONE}. */
    public DataSource dataSource() {
        return TestDatabase.zoned(address);
    }

    /** Stops the server at once. */
    @Override
    public void close() {
        cluster.stop("immediate");
    }
}
