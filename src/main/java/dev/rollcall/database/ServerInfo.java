package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the database's server is, and what it grants this user.
 *
 * @param version PostgreSQL's {@code server_version_num}
 * @param encoding of the database
 * @param freeConnections that this user may open now, beside the one that asked
 * @param keepsSessions whether a connection keeps one session for as long as it is open. Behind a pooler in transaction
 *     mode it does not, and a session's lock would not hold
 * @param missingRights rights on existing schemas that {@code rollcall sync} needs and the user lacks, in words
 */
public record ServerInfo(
        int version,
        String product,
        String encoding,
        String user,
        long freeConnections,
        boolean keepsSessions,
        List<String> missingRights) {
    private static final int OLDEST_MAJOR = 14;
    private static final int MAJOR = 10_000;

    /** The only encoding that holds every name. */
    private static final String ENCODING = "UTF8";

    private static final String FACTS = SqlFile.read(ServerInfo.class, "server");
    private static final String MISSING_RIGHTS = SqlFile.read(ServerInfo.class, "missing-rights");

    public ServerInfo {
        missingRights = List.copyOf(missingRights);
    }

    /**
     * Connects and looks.
     *
     * @throws DataAccessResourceFailureException when the database can't be reached, or refuses the user
     */
    public static ServerInfo of(Database database) {
        try (Connection connection = database.connect("rollcall")) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            boolean keepsSessions = keepsSession(connection, database);
            List<String> missing = jdbc.sql(MISSING_RIGHTS).query(String.class).list();
            return jdbc.sql(FACTS)
                    .query((row, n) -> new ServerInfo(
                            row.getInt("version"),
                            row.getString("product"),
                            row.getString("encoding"),
                            row.getString("user_name"),
                            row.getLong("free_connections"),
                            keepsSessions,
                            missing))
                    .single();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't connect to the database", e);
        }
    }

    /**
     * The server can hold what Rollcall writes, and the locks of its runs.
     *
     * @throws ConfigurationException when it can't
     */
    public void requireSupported() {
        requireVersion();
        requireEncoding();
        requireSessions();
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
        if (!keepsSessions) {
            throw new ConfigurationException("database: a pooler lends sessions out for a transaction each, so that the"
                    + " lock which keeps two runs of one source apart would not hold: connect directly, or through a"
                    + " pool in session mode");
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
        try (Connection other = database.connect("rollcall")) {
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
