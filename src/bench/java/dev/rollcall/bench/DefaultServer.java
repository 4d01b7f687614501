package dev.rollcall.bench;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.Migrations;
import dev.rollcall.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A server with PostgreSQL's own defaults, whose database holds the schema alone.
 *
 * <p>Autovacuum is off for some tables, so that it takes no time from what is measured, and so that nothing is analyzed but
 * what a publish analyzes: who fills them vacuums them.
 */
final class DefaultServer implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src", "bench");
    private static final String READER = "bench_reader";

    private final EmbeddedServer server;
    private final List<String> tables;

    private DefaultServer(EmbeddedServer server, List<String> tables) {
        this.server = server;
        this.tables = tables;
    }

    /**
     * Starts it.
     *
     * @param folder of its data; what is there is dropped
     * @param tables without autovacuum
     */
    static DefaultServer start(Path folder, List<String> tables) {
        DefaultServer server = left(folder, tables);
        server.begin();
        return server;
    }

    /** Starts it with the database that was left there, if there is one; {@link #begin} makes it as it must be otherwise. */
    static DefaultServer left(Path folder, List<String> tables) {
        return new DefaultServer(EmbeddedServer.keep(folder.resolve("postgres")), List.copyOf(tables));
    }

    /** Drops what is there, and begins with the schema alone. */
    void begin() {
        server.recreateDatabase();
        int unused = new Migrations(server.dataSource()).migrate();
        work(statement -> {
            for (String table : tables) {
                statement.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = off)");
            }
            statement.execute("DROP ROLE IF EXISTS " + READER);
            statement.execute("CREATE ROLE " + READER + " LOGIN IN ROLE rollcall_reader");
        });
    }

    /** Some statements in one session, in no transaction. */
    @FunctionalInterface
    interface Work {
        void in(Statement statement) throws SQLException, IOException;
    }

    void work(Work work) {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            work.in(statement);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("can't prepare the database", e);
        }
    }

    /**
     * Runs a script of {@code src/bench}.
     *
     * @param settings that it takes, without {@code bench.}
     */
    static void run(Statement statement, String script, Map<String, ? extends Number> settings)
            throws SQLException, IOException {
        for (Map.Entry<String, ? extends Number> setting : settings.entrySet()) {
            statement.execute("SET bench." + setting.getKey() + " = '" + setting.getValue() + "'");
        }
        statement.execute(Files.readString(SCRIPTS.resolve(script)));
    }

    /** Vacuums what autovacuum would; without statistics: only a VACUUM with ANALYZE writes those. */
    void vacuum(Statement statement) throws SQLException {
        statement.execute("VACUUM " + String.join(", ", tables));
    }

    DataSource dataSource() {
        return server.dataSource();
    }

    JdbcClient jdbc() {
        return JdbcClient.create(server.dataSource());
    }

    /** How the program connects as the owner. */
    DatabaseSettings settings() {
        return new DatabaseSettings(server.url(), server.user(), server.password());
    }

    /** Works in one session of a member of {@code rollcall_reader}. */
    <T> T within(Function<JdbcClient, T> work) {
        try (Connection connection = server.dataSource().getConnection()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("SET jit = off").update();
            jdbc.sql("SET ROLE " + READER).update();
            return work.apply(jdbc);
        } catch (SQLException e) {
            throw new IllegalStateException("can't ask", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
