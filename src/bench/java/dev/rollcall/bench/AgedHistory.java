package dev.rollcall.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database with 1,000 nights of two directories, lived night by night, on a server with PostgreSQL's own defaults.
 * Rows are never inserted closed: where they lie, and what the indexes hold, is as after so many publishes. What autovacuum
 * would vacuum after each night is vacuumed after every twentieth and after the last.
 */
final class AgedHistory implements AutoCloseable {
    private static final int NIGHTS = 1_000;
    private static final int FEW_NIGHTS = 50;
    private static final int BETWEEN_VACUUMS = 20;

    /** Of a million memberships: a larger history is one of the same directory, which changes faster. */
    private static final double ROWS_OF_LARGEST_DIRECTORY = 6;

    /** One group in five, and one user, belong to the second source. */
    private static final int SECOND = 5;

    private static final List<String> HISTORY =
            List.of("directory.groups_history", "directory.users_history", "directory.memberships_history");

    private final DefaultServer server;

    private AgedHistory(DefaultServer server) {
        this.server = server;
    }

    /** Builds as many rows as the settings say. */
    static AgedHistory build(Workbench bench) {
        double millions = bench.settings().rows();
        double scale = Math.min(millions / ROWS_OF_LARGEST_DIRECTORY, 1);
        // Of few rows each night would change none.
        int nights = millions < 0.1 ? FEW_NIGHTS : NIGHTS;
        DefaultServer server = DefaultServer.start(bench.settings().folder().resolve("answers"), HISTORY);
        server.work(statement -> {
            DefaultServer.run(
                    statement, "answers/directory.sql", Map.of("scale", scale, "second", SECOND, "nights", nights));
            DefaultServer.run(
                    statement, "answers/history.sql", Map.of("moves", Math.round((millions - scale) * 1_000_000)));
            bench.print("planned %s million rows".formatted(millions));
            for (int night = 1; night <= nights; night++) {
                statement.execute("SELECT bench.night(" + night + ")");
                statement.execute("SELECT staging.analyze_history(" + (night == 1) + ")");
                if (night == nights || night % BETWEEN_VACUUMS == 0) {
                    server.vacuum(statement);
                    if (night % 100 == 0) {
                        bench.print("night " + night);
                    }
                }
            }
            statement.execute("DROP SCHEMA bench CASCADE");
        });
        return new AgedHistory(server);
    }

    DataSource dataSource() {
        return server.dataSource();
    }

    JdbcClient jdbc() {
        return server.jdbc();
    }

    /** Works in one session of a member of {@code rollcall_reader}. */
    <T> T within(Function<JdbcClient, T> work) {
        return server.within(work);
    }

    @Override
    public void close() {
        server.close();
    }
}
