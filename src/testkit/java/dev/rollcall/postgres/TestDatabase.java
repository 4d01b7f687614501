package dev.rollcall.postgres;

import dev.rollcall.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A fresh, empty PostgreSQL database for a test. All of a JVM's are on one server, which starts with the first of them
 * and ends with the JVM: the one that {@code ROLLCALL_TEST_DB_URL}, {@code …_USER} and {@code …_PASSWORD} name, else a
 * container where a Docker engine answers, else the embedded binaries.
 */
public final class TestDatabase implements AutoCloseable {
    /** The time zone of sessions: unlike the JVM's, so that code that confuses the two fails. */
    public static final String TIME_ZONE = "Pacific/Auckland";

    private static final AtomicInteger CREATED = new AtomicInteger();

    private final PostgresAddress server;
    private final String name;
    private final PostgresAddress address;

    private TestDatabase(PostgresAddress server, String name, PostgresAddress address) {
        this.server = server;
        this.name = name;
        this.address = address;
    }

    /** Creates an empty database. */
    public static TestDatabase create() {
        return on(SharedServer.ADDRESS);
    }

    /** Creates a database with all that is in this one, to which nobody may be connected. */
    public TestDatabase copy() {
        String copy = nextName();
        return new TestDatabase(server, copy, server.createDatabase(copy, name));
    }

    /** Creates an empty database of a server. */
    static TestDatabase on(PostgresAddress server) {
        String name = nextName();
        return new TestDatabase(server, name, server.createDatabase(name));
    }

    private static String nextName() {
        return "rollcall_test_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();
    }

    public String url() {
        return address.url();
    }

    /** The database's owner, who is also superuser unless the environment names another. */
    public String user() {
        return address.user();
    }

    public String password() {
        return address.password();
    }

    /** How Rollcall connects to it as its owner. */
    public DatabaseSettings settings() {
        return new DatabaseSettings(url(), user(), password());
    }

    /**
     * Opens a new connection at every call, whose time zone is {@link #TIME_ZONE}. (PostgreSQL's JDBC driver sends the
     * JVM's time zone when it connects, which wins over the database's own setting: connections made from {@link
     * #url()} have that.)
     */
    public DataSource dataSource() {
        return zoned(address);
    }

    static DataSource zoned(PostgresAddress address) {
        return new DelegatingDataSource(
                new DriverManagerDataSource(address.url(), address.user(), address.password())) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET timezone TO '" + TIME_ZONE + "'");
                }
                return connection;
            }
        };
    }

    /** Drops the database and ends the sessions that are still connected to it. */
    @Override
    public void close() {
        server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** The server of all this JVM's databases, started when first asked for. */
    private static final class SharedServer {
        static final PostgresAddress ADDRESS = SharedServers.start();
    }
}
