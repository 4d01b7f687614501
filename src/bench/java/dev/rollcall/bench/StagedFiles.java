package dev.rollcall.bench;

import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.PublishRequest;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.source.FencingToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the program staged, as files for COPY, with the statements that publish it. The database's floor is the time that
 * psql needs to run them.
 */
final class StagedFiles {
    private static final String BLOCK =
            "ALTER TABLE directory.snapshot ADD CONSTRAINT unpublishable CHECK (outcome <> 'published') NOT VALID";
    private static final String UNBLOCK = "ALTER TABLE directory.snapshot DROP CONSTRAINT unpublishable";
    private static final GuardLimits LIMITS = new GuardLimits(10, 50, 5);
    private static final String MARK = "SELECT 'mark', extract(epoch FROM clock_timestamp());";

    private final Map<String, Path> tables = new LinkedHashMap<>();
    private final List<String> publish = new ArrayList<>();
    private final Path folder;

    private StagedFiles(Path folder) {
        this.folder = folder;
    }

    /** Lets the program stage a snapshot, and prevents that it publishes it. */
    static void stage(RollcallProcess rollcall, RollcallProcess.Job job, BenchmarkServer.Database database) {
        database.jdbc().sql(BLOCK).update();
        RollcallProcess.Run unused = rollcall.sync(job, RollcallProcess.Conditions.NONE, database, 1, "--fresh");
        database.jdbc().sql(UNBLOCK).update();
    }

    /** Records what is staged in {@code database} and how it is published, without publishing it. */
    static StagedFiles of(BenchmarkServer.Database database, Path folder) {
        StagedFiles files = new StagedFiles(folder);
        files.copyOut(database);
        files.record(database);
        return files;
    }

    private void copyOut(BenchmarkServer.Database database) {
        List<String> names = new ArrayList<>(List.of("directory.source", "directory.snapshot"));
        names.addAll(database.jdbc()
                .sql(
                        "SELECT 'staging.' || relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'staging'::regnamespace")
                .query(String.class)
                .list());
        try (Connection connection = database.dataSource().getConnection()) {
            Files.createDirectories(folder);
            for (String name : names) {
                Path file = folder.resolve(name + ".copy");
                try (OutputStream out = Files.newOutputStream(file)) {
                    long unused = connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("COPY " + name + " TO STDOUT", out);
                }
                tables.put(name, file);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("can't write down what is staged", e);
        }
    }

    private void record(BenchmarkServer.Database database) {
        RecordingDataSource recorded = new RecordingDataSource(database.dataSource(), publish);
        FencingToken token = database.jdbc()
                .sql("""
                        SELECT n.source, n.id, f.epoch FROM directory.snapshot n JOIN staging.fence f ON f.source = n.source
                        WHERE n.outcome = 'open'
                        """)
                .query((row, n) -> new FencingToken(row.getInt(1), row.getLong(2), row.getLong(3)))
                .single();
        new TransactionTemplate(new DataSourceTransactionManager(recorded)).executeWithoutResult(transaction -> {
            new Publisher(recorded).publish(new PublishRequest(token, LIMITS, new GapLimit(5), null));
            transaction.setRollbackOnly();
        });
    }

    /** A script that copies all into a database that holds only the schema, and publishes it. */
    Path firstSnapshot() {
        List<String> script = new ArrayList<>();
        script.add(MARK);
        script.add("BEGIN;");
        tables.forEach((name, file) -> script.add(copy(name, file)));
        script.add("COMMIT;");
        script.add("SELECT staging.analyze();");
        script.add(MARK);
        addPublish(script, "COMMIT;");
        return write("first-snapshot.sql", script);
    }

    /** A script that copies into the staging tables what they held and publishes it, without the commit: repeatable. */
    Path again() {
        List<String> script = new ArrayList<>();
        script.add("BEGIN;");
        tables.forEach((name, file) -> {
            if (name.startsWith("staging.")) {
                script.add("TRUNCATE " + name + ";");
                script.add(copy(name, file));
            }
        });
        script.add("COMMIT;");
        script.add(MARK);
        script.add("SELECT staging.analyze();");
        addPublish(script, "ROLLBACK;");
        return write("again.sql", script);
    }

    /** Seconds between the marks that a script printed. */
    static double[] between(String output) {
        double[] marks = output.lines()
                .filter(line -> line.startsWith("mark|"))
                .mapToDouble(line -> Double.parseDouble(line.substring("mark|".length())))
                .toArray();
        double[] between = new double[marks.length - 1];
        for (int i = 0; i < between.length; i++) {
            between[i] = marks[i + 1] - marks[i];
        }
        return between;
    }

    private void addPublish(List<String> script, String end) {
        script.add("BEGIN;");
        publish.forEach(statement -> script.add(statement + "\n;"));
        script.add(end);
        script.add(MARK);
    }

    private static String copy(String table, Path file) {
        return "\\copy " + table + " FROM '" + file + "'";
    }

    private Path write(String name, List<String> script) {
        try {
            return Files.write(folder.resolve(name), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
