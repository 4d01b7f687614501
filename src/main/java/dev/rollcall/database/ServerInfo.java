package dev.rollcall.database;

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
 * @param keepsSessions whether a connection has a session of its own for as long as it is open: a session's lock is none
 *     behind a pooler that lends sessions out for a transaction each
 * @param missingRights what {@code rollcall sync} needs and the user may not do, in words; of the schemas that are there
 */
public record ServerInfo(
        int version,
        String product,
        String encoding,
        String user,
        long freeConnections,
        boolean keepsSessions,
        List<String> missingRights) {
    /** The oldest version that will do, as {@code server_version_num}. */
    public static final int OLDEST = 140000;

    /** The only encoding that holds every name. */
    public static final String ENCODING = "UTF8";

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
     * A pooler gives out a process number of its own when it is connected to. Behind one, a second connection that
     * begins a transaction takes the first one's session where that is free, and nobody gets it who has his own.
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
