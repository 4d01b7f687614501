package dev.rollcall.database;

import dev.rollcall.postgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database of Rollcall in a compressed file: the migrations that made its schema, the rows of its tables, and where its
 * sequences are. No program of PostgreSQL's is needed for it.
 */
record DatabaseDump(Path file) {
    private static final String MIGRATIONS = "migration/";
    private static final String TABLES = "table/";
    private static final String SEQUENCES = "sequences";

    /** Flyway writes its own list. */
    private static final String TABLES_OF_A_DUMP = """
            SELECT c.oid::regclass::text FROM pg_class c
             WHERE c.relkind = 'r' AND c.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace,
                       'batch'::regnamespace)
               AND c.oid <> 'batch.schema_history'::regclass
             ORDER BY 1
            """;

    /**
     * Writes a database down.
     *
     * @param migrations folder of those that made it
     */
    static DatabaseDump write(TestDatabase database, Path migrations, Path file) {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
                Connection connection = database.dataSource().getConnection()) {
            for (String name : MigrationFolder.names(migrations)) {
                put(zip, MIGRATIONS + name, Files.readAllBytes(migrations.resolve(name)));
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : jdbc.sql(TABLES_OF_A_DUMP).query(String.class).list()) {
                zip.putNextEntry(new ZipEntry(TABLES + table));
                copy.copyOut("COPY " + table + " TO STDOUT", zip);
                zip.closeEntry();
            }
            List<String> sequences = jdbc.sql("""
                            SELECT schemaname || '.' || sequencename || ' ' || last_value FROM pg_sequences
                             WHERE schemaname IN ('directory', 'staging', 'batch') AND last_value IS NOT NULL ORDER BY 1
                            """).query(String.class).list();
            put(zip, SEQUENCES, String.join("\n", sequences).getBytes(StandardCharsets.UTF_8));
            return new DatabaseDump(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * Makes the database again.
     *
     * @param empty becomes it
     * @param scratch an empty folder
     */
    void restore(TestDatabase empty, Path scratch) {
        try (ZipFile zip = new ZipFile(file.toFile());
                Connection connection = empty.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (ZipEntry migration : entries(zip, MIGRATIONS)) {
                Files.write(scratch.resolve(name(migration, MIGRATIONS)), content(zip, migration));
            }
            int unused = new Migrations(empty.dataSource(), "filesystem:" + scratch, LockWait.DEFAULT).migrate();
            // Rows come in the order of names, not of references.
            statement.execute("SET session_replication_role = replica");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (ZipEntry table : entries(zip, TABLES)) {
                String name = name(table, TABLES);
                statement.execute("DELETE FROM " + name);
                try (InputStream rows = zip.getInputStream(table)) {
                    copy.copyIn("COPY " + name + " FROM STDIN", rows);
                }
            }
            for (String sequence : new String(content(zip, zip.getEntry(SEQUENCES)), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                statement.execute("SELECT setval('" + sequence.replace(" ", "', ") + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of its migrations, with their texts. */
    TreeMap<String, String> migrations() {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            TreeMap<String, String> migrations = new TreeMap<>();
            for (ZipEntry migration : entries(zip, MIGRATIONS)) {
                migrations.put(
                        name(migration, MIGRATIONS), new String(content(zip, migration), StandardCharsets.UTF_8));
            }
            return migrations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile zip, String beginning) {
        return zip.stream()
                .filter(entry -> entry.getName().startsWith(beginning))
                .toList();
    }

    private static String name(ZipEntry entry, String beginning) {
        return entry.getName().substring(beginning.length());
    }

    private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream content = zip.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }
}
