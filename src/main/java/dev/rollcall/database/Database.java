package dev.rollcall.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The database's connections: a pool for the work, and single ones for locks. Safe for use by several threads. */
public final class Database implements AutoCloseable {
    private static final String CONNECT_SECONDS = "10";

    /**
     * The server limits its statements, but can't tell when the network loses its answers: a little more than {@link
     * #POOLED_SESSION} permits. The URL may say otherwise.
     */
    private static final String ANSWER_SECONDS = "75";

    /**
     * A dead client's locks go with it, and a stopped one can't hold them for ever. A server that lacks a setting
     * answers 22023 or 42704: it then goes without.
     */
    private static final String SESSION = """
            DO $$
            DECLARE
                setting text[];
            BEGIN
                FOREACH setting SLICE 1 IN ARRAY ARRAY[
                    ['tcp_keepalives_idle', '10'],
                    ['tcp_keepalives_interval', '5'],
                    ['tcp_keepalives_count', '3'],
                    ['tcp_user_timeout', '30s'],
                    ['client_connection_check_interval', '1s']
                ] LOOP
                    BEGIN
                        PERFORM set_config(setting[1], setting[2], false);
                    EXCEPTION WHEN invalid_parameter_value OR undefined_object THEN
                        NULL;
                    END;
                END LOOP;
            END $$
            """;

    private static final String POOLED_SESSION = """
            SET idle_in_transaction_session_timeout = '10s';
            SET lock_timeout = '30s';
            SET statement_timeout = '60s'
            """;

    private final DatabaseSettings settings;
    private final HikariDataSource pool;

    /**
     * Connects to nothing yet.
     *
     * @param connections the pool's greatest size
     */
    public Database(DatabaseSettings settings, int connections) {
        this.settings = settings;
        HikariConfig config = new HikariConfig();
        config.setPoolName("rollcall");
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(properties("rollcall"));
        config.setConnectionInitSql(SESSION + ";" + POOLED_SESSION);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(-1);
        config.setIsolateInternalQueries(true);
        this.pool = new HikariDataSource(config);
    }

    /** The pool. */
    public HikariDataSource pool() {
        return pool;
    }

    /**
     * A connection of its own, outside the pool, with no limit on its statements.
     *
     * @param applicationName what the server shows for it
     */
    public Connection connect(String applicationName) throws SQLException {
        Connection connection = DriverManager.getConnection(settings.url(), properties(applicationName));
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Connections of their own, outside the pool, with no limit on their statements: for what may take long. */
    public DataSource unpooled() {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return connect("rollcall");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                throw new SQLFeatureNotSupportedException("the database's settings say who connects");
            }
        };
    }

    @Override
    public void close() {
        pool.close();
    }

    private Properties properties(String applicationName) {
        Properties properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        return properties;
    }
}
