package dev.rollcall.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the database's server is, and what it grants this user.
 *
 * @param version PostgreSQL's {@code server_version_num}
 * @param encoding of the database
 * @param freeConnections that this user may open now, beside the one that asked
 * @param missingRights what {@code rollcall sync} needs and the user may not do, in words; of the schemas that are there
 */
public record Server(
        int version, String product, String encoding, String user, long freeConnections, List<String> missingRights) {
    /** The oldest version that will do, as {@code server_version_num}. */
    public static final int OLDEST = 140000;

    /** The only encoding that holds every name. */
    public static final String ENCODING = "UTF8";

    private static final String FACTS = SqlFile.read("server");
    private static final String MISSING_RIGHTS = SqlFile.read("missing-rights");

    public Server {
        missingRights = List.copyOf(missingRights);
    }

    /**
     * Connects and looks.
     *
     * @throws DataAccessResourceFailureException when the database can't be reached, or refuses the user
     */
    public static Server of(Database database) {
        try (Connection connection = database.connect("rollcall")) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            List<String> missing = jdbc.sql(MISSING_RIGHTS).query(String.class).list();
            return jdbc.sql(FACTS)
                    .query((row, n) -> new Server(
                            row.getInt("version"),
                            row.getString("product"),
                            row.getString("encoding"),
                            row.getString("user_name"),
                            row.getLong("free_connections"),
                            missing))
                    .single();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't connect to the database", e);
        }
    }
}
