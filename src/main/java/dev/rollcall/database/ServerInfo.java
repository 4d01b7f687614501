package dev.rollcall.database;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the database's server is, and what it lets this user's sessions do.
 *
 * @param version PostgreSQL's {@code server_version_num}
 * @param encoding of the database
 * @param keepsSessions whether a connection keeps one session for as long as it is open. Behind a pooler in transaction
 *     mode it does not, and a session's lock would not hold
 * @param readOnly why nothing can be written; null where it can
 * @param settings those of {@link SessionSettings} that this user can't change and that are otherwise, one line each;
 *     empty where the session is a pooler's
 */
public record ServerInfo(
        int version,
        String product,
        String encoding,
        String user,
        Connections connections,
        boolean keepsSessions,
        @Nullable String readOnly,
        List<String> settings) {
    private static final int OLDEST_MAJOR = 14;
    private static final int MAJOR = 10_000;

    /** The only encoding that holds every name. */
    private static final String ENCODING = "UTF8";

    private static final String FACTS = SqlFile.read(ServerInfo.class, "server");

    public ServerInfo {
        settings = List.copyOf(settings);
    }

    /**
     * How many connections this user may have.
     *
     * @param permitted by server, database and role, whoever else is connected
     * @param free now, beside the one that asked
     * @param declared what processes that stay may take of them, free now or not
     */
    public record Connections(long permitted, long free, DeclaredConnections declared) {}

    /**
     * Connects and looks. Leaves the session of a pooler in transaction mode as it is: it is lent to others next.
     *
     * @throws DataAccessResourceFailureException when the database can't be reached, or refuses the user
     */
    public static ServerInfo of(Database database) {
        try (Connection connection = database.connectAsIs("rollcall")) {
            boolean keepsSessions = keepsSession(connection, database);
            if (keepsSessions) {
                SessionSettings.set(connection);
            }
            List<String> settings = keepsSessions ? SessionSettings.otherwise(connection) : List.of();
            return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql(FACTS)
                    .query((row, n) -> new ServerInfo(
                            row.getInt("version"),
                            row.getString("product"),
                            row.getString("encoding"),
                            row.getString("user_name"),
                            connections(row),
                            keepsSessions,
                            readOnly(row.getBoolean("standby"), row.getString("read_only_by")),
                            settings))
                    .single();
        } catch (SQLException e) {
            throw cantConnect(e);
        }
    }

    /**
     * Connects and requires no more than {@link #requireSessions()} does. The pool begins with this connection.
     *
     * @throws DataAccessResourceFailureException when the database can't be reached, or refuses the user
     * @throws ConfigurationException behind a pooler in transaction mode
     */
    public static void requireSessions(Database database) {
        try {
            Connection connection = database.connectAsIs(database.program());
            database.spare(connection);
            requireSessions(keepsSession(connection, database));
        } catch (SQLException e) {
            throw cantConnect(e);
        }
    }

    private static DataAccessResourceFailureException cantConnect(SQLException failure) {
        return new DataAccessResourceFailureException("can't connect to the database", failure);
    }

    private static Connections connections(ResultSet row) throws SQLException {
        return new Connections(
                row.getLong("permitted_connections"),
                row.getLong("free_connections"),
                new DeclaredConnections(
                        row.getLong("declared_processes"),
                        row.getLong("declared_connections"),
                        row.getLong("declared_permitted")));
    }

    private static @Nullable String readOnly(boolean standby, @Nullable String setBy) {
        if (standby) {
            return "the server is a standby: give the primary's address, or several hosts and targetServerType=primary";
        }
        return setBy == null
                ? null
                : "default_transaction_read_only is on (set by: " + setBy
                        + "): managed services set it when the disk is full; make room, or set it off";
    }

    /**
     * Requires a PostgreSQL that is new enough.
     *
     * @throws ConfigurationException when PostgreSQL is too old
     */
    public void requireVersion() {
        if (version / MAJOR < OLDEST_MAJOR) {
            throw new ConfigurationException(
                    "database: " + product + " is too old: version " + OLDEST_MAJOR + " or newer is needed");
        }
    }

    /**
     * Requires an encoding that holds every name.
     *
     * @throws ConfigurationException when the database's encoding can't hold every name
     */
    public void requireEncoding() {
        if (!encoding.equals(ENCODING)) {
            throw new ConfigurationException("database: its encoding is " + encoding
                    + ", which can't hold every name: create it anew with ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    /**
     * Requires that a connection keeps its own session.
     *
     * @throws ConfigurationException behind a pooler in transaction mode
     */
    public void requireSessions() {
        requireSessions(keepsSessions);
    }

    private static void requireSessions(boolean keepsSessions) {
        if (!keepsSessions) {
            throw new ConfigurationException("database: a pooler lends sessions out for a transaction each, so that the"
                    + " lock which keeps two runs of one source apart would not hold: connect directly, or through a"
                    + " pool in session mode");
        }
    }

    /**
     * Requires a server that takes changes.
     *
     * @throws ConfigurationException when nothing can be written
     */
    public void requireWritable() {
        if (readOnly != null) {
            throw new ConfigurationException("database: nothing can be written: " + readOnly);
        }
    }

    /**
     * Requires the session's settings to be those that a run relies on.
     *
     * @throws ConfigurationException when some are otherwise, and this user can't change them
     */
    public void requireSettings() {
        if (!settings.isEmpty()) {
            throw new ConfigurationException("database: settings would stop a run, or falsify it: "
                    + String.join(", ", settings) + ": as an administrator change them for user " + user
                    + " (ALTER ROLE … SET …)");
        }
    }

    /**
     * Requires so many connections.
     *
     * @throws ConfigurationException when this user may never have so many
     * @throws DatabaseException when others have taken too many
     */
    public void requireConnections(long needed) {
        if (connections.permitted() < needed) {
            throw new ConfigurationException(
                    "database: " + needed + " connections needed, and this user may have " + connections.permitted()
                            + ": raise max_connections or the user's limit, or lower limits.workers in the job files");
        }
        if (connections.free() < needed) {
            throw new DatabaseException(
                    Blame.DATABASE,
                    "database: " + needed + " connections needed, and " + connections.free() + " are free",
                    "run again when others have ended, or raise max_connections");
        }
    }

    /**
     * Detects a pooler in transaction mode: the backend PID reported at connect is the pooler's own, and another
     * connection's transaction may be given our idle server session.
     */
    private static boolean keepsSession(Connection connection, Database database) throws SQLException {
        int session = session(connection);
        if (session == connection.unwrap(PGConnection.class).getBackendPID()) {
            return true;
        }
        try (Connection other = database.connectAsIs("rollcall")) {
            other.setAutoCommit(false);
            return session(other) != session && session(connection) == session;
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
