package dev.rollcall.postgres;

import dev.rollcall.machine.TemporaryFolder;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * A PostgreSQL of the embedded binaries, whose data stay in their folder. Its database is called {@code rollcall}.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final String DATABASE = "rollcall";

    private final Cluster cluster;
    private final PostgresAddress server;
    private final PostgresAddress address;

    private EmbeddedServer(Cluster cluster) {
        this.cluster = cluster;
        this.server = cluster.start();
        if (!cluster.holds(DATABASE)) {
            server.createDatabase(DATABASE);
        }
        this.address = server.database(DATABASE);
    }

    /**
     * Starts a server on {@code dataDir}, which is created when absent. A server that a killed JVM left running there
     * is used. Where PostgreSQL has to run as another user who can't reach the folder, the data are kept in the folder
     * for temporary files instead.
     */
    public static EmbeddedServer keep(Path dataDir) {
        return new EmbeddedServer(Cluster.at(dataDir, ServerUser.detect(), true));
    }

    /** A server without durability, which ends with this JVM, however that ends, and whose data go with it. */
    static PostgresAddress startForThisJvm() {
        Path folder = TemporaryFolder.createPassable("rollcall-test").path();
        Cluster cluster = Cluster.at(folder.resolve("data"), ServerUser.detect(), false);
        PostgresAddress address = cluster.start();
        Reaper.watch(cluster.data(), folder);
        return address;
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

    /** What starts the server again at a shell, with the same address. */
    public String startCommand() {
        return cluster.startCommand();
    }

    /** Opens a new connection at every call, whose time zone is {@link TestDatabase#TIME_ZONE}. */
    public DataSource dataSource() {
        return TestDatabase.zoned(address);
    }

    /** Drops the database with all that is in it, cutting off whoever is connected to it, and creates an empty one. */
    public void recreateDatabase() {
        server.execute("DROP DATABASE " + DATABASE + " WITH (FORCE)");
        server.createDatabase(DATABASE);
    }

    /** Stops the server, unless somebody else is connected to it. The data stay. */
    @Override
    public void close() {
        if (!cluster.hasClients()) {
            cluster.stop("fast");
        }
    }
}
