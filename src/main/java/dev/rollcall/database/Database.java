package dev.rollcall.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/** The database's connections: a pool for the work, and single ones for locks. Safe for use by several threads. */
public final class Database implements AutoCloseable {
    private static final String CONNECT_SECONDS = "10";

    /**
     * How long the driver waits for an answer that the network may have lost: a little longer than {@link
     * #POOLED_SESSION} lets a statement run. The database's URL may set another.
     */
    private static final String ANSWER_SECONDS = "75";

    /** Limits for a chunk's transaction, so that a run that hangs does not keep locks. */
    private static final String POOLED_SESSION = """
            SET idle_in_transaction_session_timeout = '10s';
            SET lock_timeout = '30s';
            SET statement_timeout = '60s'
            """;

    /** The name of every command's sessions but a worker's. */
    private static final String PROGRAM = "rollcall";

    private final DatabaseSettings settings;
    private final String program;
    private final HikariDataSource pool;

    /** A session that nobody uses: the pool takes it before it connects. */
    private final AtomicReference<@Nullable Connection> spare = new AtomicReference<>();

    /**
     * Connects to nothing yet.
     *
     * @param connections the pool's greatest size
     */
    public Database(DatabaseSettings settings, int connections) {
        this(settings, connections, PROGRAM);
    }

    /**
     * The same for a program whose sessions others must know.
     *
     * @param program the first word of the names under which the server lists its sessions, or such a name as a whole
     */
    public Database(DatabaseSettings settings, int connections, String program) {
        this.settings = settings;
        this.program = program;
        HikariConfig config = new HikariConfig();
        config.setPoolName("rollcall");
        config.setDataSource(new PoolSessions());
        config.setConnectionInitSql(SessionSettings.SET + ";" + POOLED_SESSION);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(-1);
        config.setIsolateInternalQueries(true);
        this.pool = new HikariDataSource(config);
    }

    /** The first word of the names under which the server lists its sessions. */
    public String program() {
        return program;
    }

    /** The pool, which connects when it is first asked for a connection. */
    public DataSource pool() {
        return pool;
    }

    /**
     * Opens a connection outside the pool, with no limit on its statements; the caller closes it.
     *
     * @param applicationName the name under which the server lists the session
     * @throws DatabaseException when the user may not connect to this database, or the URL's options are wrong
     */
    public Connection connect(String applicationName) throws SQLException {
        Connection connection = connectAsIs(applicationName);
        try {
            SessionSettings.set(connection);
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection whose settings are the server's: those of a session that a pooler lends out stay as they are. */
    Connection connectAsIs(String applicationName) throws SQLException {
        try {
            return DriverManager.getConnection(settings.url(), properties(applicationName));
        } catch (SQLException e) {
            DatabaseException refusal = ErrorTranslator.refusal(e, settings);
            if (refusal != null) {
                throw refusal;
            }
            throw e;
        }
    }

    /** Opens a connection outside the pool at every call, with no limit on its statements: for what may take long. */
    public DataSource unpooled() {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return connect(program);
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                throw new SQLFeatureNotSupportedException("the database's settings say who connects");
            }
        };
    }

    /**
     * Gives the pool a session to begin with, instead of one that it would open. It is closed with the pool at the latest.
     *
     * @param connection of {@link #connectAsIs}, which the caller stops using before the pool is asked
     */
    void spare(Connection connection) {
        JdbcUtils.closeConnection(spare.getAndSet(connection));
    }

    @Override
    public void close() {
        JdbcUtils.closeConnection(spare.getAndSet(null));
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

    /** What the pool's connections are made of. */
    private final class PoolSessions extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = spare.getAndSet(null);
            return connection != null ? connection : DriverManager.getConnection(settings.url(), properties(program));
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the database's settings say who connects");
        }

        /** Of every connection of the process, since the driver looks there. */
        @Override
        public void setLoginTimeout(int seconds) {
            DriverManager.setLoginTimeout(seconds);
        }
    }
}
