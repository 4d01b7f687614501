package dev.rollcall.bench;

import dev.rollcall.database.Migrations;
import dev.rollcall.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database with 1,000 nights of two directories, lived night by night, on a server with PostgreSQL's own defaults.
 * Rows are never inserted closed: where they lie, and what the indexes hold, is as after so many publishes.
 *
 * <p>Autovacuum is off, so that it takes no time from what is measured, and so that nothing is analyzed but what a publish
 * analyzes. What it would vacuum after each night is vacuumed here after every twentieth and after the last.
 */
final class AgedHistory implements AutoCloseable {
    private static final String READER = "bench_reader";

    private static final int NIGHTS = 1_000;
    private static final int FEW_NIGHTS = 50;
    private static final int BETWEEN_VACUUMS = 20;
    private static final Path PLAN = Path.of("src", "bench", "answers", "history.sql");
    private static final List<String> HISTORY =
            List.of("directory.groups_history", "directory.users_history", "directory.memberships_history");

    private final EmbeddedServer server;

    private AgedHistory(EmbeddedServer server) {
        this.server = server;
    }

    /** Builds as many rows as the settings say. */
    static AgedHistory build(Workbench bench) {
        double millions = bench.settings().rows();
        // Of few rows each night would change none.
        int nights = millions < 0.1 ? FEW_NIGHTS : NIGHTS;
        EmbeddedServer server =
                EmbeddedServer.keep(bench.settings().folder().resolve("answers").resolve("postgres"));
        server.recreateDatabase();
        AgedHistory history = new AgedHistory(server);
        int unused = new Migrations(server.dataSource()).migrate();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : HISTORY) {
                statement.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = off)");
            }
            statement.execute("SET bench.rows = '" + millions + "'");
            statement.execute("SET bench.nights = '" + nights + "'");
            statement.execute(Files.readString(PLAN));
            bench.print("planned %s million rows".formatted(millions));
            for (int night = 1; night <= nights; night++) {
                statement.execute("SELECT bench.night(" + night + ")");
                statement.execute("SELECT staging.analyze_history(" + (night == 1) + ")");
                if (night == nights || night % BETWEEN_VACUUMS == 0) {
                    history.vacuum(statement, night, bench);
                }
            }
            statement.execute("DROP SCHEMA bench CASCADE");
            statement.execute("DROP ROLE IF EXISTS " + READER);
            statement.execute("CREATE ROLE " + READER + " LOGIN IN ROLE rollcall_reader");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("can't build the history", e);
        }
        return history;
    }

    private void vacuum(Statement statement, int night, Workbench bench) throws SQLException {
        // Without statistics: only a VACUUM with ANALYZE writes those.
        statement.execute("VACUUM " + String.join(", ", HISTORY));
        if (night % 100 == 0) {
            bench.print("night " + night);
        }
    }

    DataSource dataSource() {
        return server.dataSource();
    }

    JdbcClient jdbc() {
        return JdbcClient.create(server.dataSource());
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
