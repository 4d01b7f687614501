package dev.rollcall.bench;

import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The PostgreSQL server that all programs write to, with a fresh database for each run. */
final class BenchmarkServer implements AutoCloseable {
    /** Settings usual on a server of a few gigabytes; the others are the defaults. It syncs to disk at each commit. */
    static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB",
            "effective_cache_size", "4GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "15min",
            "checkpoint_completion_target", "0.9",
            "maintenance_work_mem", "256MB");

    private final EmbeddedServer server;
    private int created;

    private BenchmarkServer(EmbeddedServer server) {
        this.server = server;
    }

    static BenchmarkServer start(Path folder) {
        try (EmbeddedServer first = EmbeddedServer.keep(folder)) {
            JdbcClient jdbc = JdbcClient.create(first.dataSource());
            SETTINGS.forEach((name, value) ->
                    jdbc.sql("ALTER SYSTEM SET " + name + " = '" + value + "'").update());
        }
        BenchmarkServer postgres = new BenchmarkServer(EmbeddedServer.keep(folder));
        postgres.databases().forEach(postgres::drop);
        return postgres;
    }

    String version() {
        return admin().sql("SHOW server_version").query(String.class).single();
    }

    String fsync() {
        return admin().sql("SHOW fsync").query(String.class).single();
    }

    private List<String> databases() {
        return admin().sql("SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'")
                .query(String.class)
                .list();
    }

    /** Creates a database. Earlier writes are on the disk when this returns, so that they do not slow the next run. */
    Database create(String template) {
        String name = "bench_" + ++created;
        admin().sql("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy")
                .update();
        admin().sql("CHECKPOINT").update();
        return new Database(name);
    }

    Database createEmpty() {
        return create("template0");
    }

    private void drop(String name) {
        admin().sql("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)").update();
    }

    private JdbcClient admin() {
        return JdbcClient.create(server.dataSource());
    }

    /** A database, dropped when it is closed. */
    final class Database implements AutoCloseable {
        private final String name;

        Database(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        String url() {
            return server.url().replaceFirst("/rollcall$", "/" + name);
        }

        String user() {
            return server.user();
        }

        DataSource dataSource() {
            return new DriverManagerDataSource(url(), server.user(), server.password());
        }

        JdbcClient jdbc() {
            return JdbcClient.create(dataSource());
        }

        Map<String, String> environment() {
            return DatabaseEnvironment.of(url(), user(), server.password());
        }

        /** In the form that psycopg2 and psql accept. */
        String connectionString() {
            String[] address = url().replaceFirst("jdbc:postgresql://", "").split("[:/]", -1);
            return "host=" + address[0] + " port=" + address[1] + " dbname=" + name + " user=" + user();
        }

        List<String> psql(Path script) {
            List<String> command = new ArrayList<>(List.of("psql", connectionString()));
            command.addAll(List.of("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", script.toString()));
            return command;
        }

        @Override
        public void close() {
            drop(name);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
