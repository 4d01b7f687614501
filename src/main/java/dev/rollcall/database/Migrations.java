package dev.rollcall.database;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings the database to the schema that this program knows. */
public final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private static final String LOCATION = "classpath:db/migration";

    /** Everything may be created that a migration may create, and everything changed that is there. */
    private static final String MAY_MIGRATE = """
            SELECT bool_and(CASE WHEN n.oid IS NULL
                                 THEN has_database_privilege(current_database(), 'CREATE')
                                 ELSE pg_has_role(n.nspowner, 'USAGE') END)
                   AND NOT EXISTS (SELECT FROM pg_class c
                                    WHERE c.relnamespace = ANY (array_agg(n.oid)) AND NOT pg_has_role(c.relowner, 'USAGE'))
                   AND NOT EXISTS (SELECT FROM pg_proc f
                                    WHERE f.pronamespace = ANY (array_agg(n.oid)) AND NOT pg_has_role(f.proowner, 'USAGE'))
              FROM (VALUES ('directory'), ('staging'), ('batch')) AS s (name)
              LEFT JOIN pg_namespace n ON n.nspname = s.name
            """;

    /** Whether this user may read the list of applied migrations; no row where there is none. */
    private static final String MAY_SEE_STATE = """
            SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'batch' AND c.relname = 'schema_history'
            """;

    private static final String APPLIED = """
            SELECT version, script, checksum FROM batch.schema_history
             WHERE version IS NOT NULL AND checksum IS NOT NULL AND success
             ORDER BY installed_rank
            """;

    /** What stands in our schemas without a list of migrations: nobody knows what it is. */
    private static final String FOREIGN = """
            SELECT o.kind || ' ' || n.nspname || '.' || o.name
              FROM pg_namespace n
              JOIN (SELECT c.relnamespace, CASE WHEN c.relkind = 'v' THEN 'view' WHEN c.relkind = 'S' THEN 'sequence'
                                                ELSE 'table' END, c.relname
                      FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                    UNION ALL
                    SELECT f.pronamespace, 'function', f.proname FROM pg_proc f
                    UNION ALL
                    SELECT t.typnamespace, 'type', t.typname FROM pg_type t
                     WHERE t.typtype IN ('c', 'd', 'e')
                       AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c'))
                   AS o (schema, kind, name) ON o.schema = n.oid
             WHERE n.nspname IN ('directory', 'staging', 'batch') AND o.name <> 'schema_history'
             ORDER BY o.kind <> 'table', n.nspname, o.name
            """;

    /** One migrates at a time. The lock of a session, so that who waits for it is seen to wait. */
    private static final String LOCK = "SELECT pg_advisory_lock(hashtext('rollcall migrate')) IS NULL";

    /** SQL states of a lock that was not had in time, and of a deadlock. */
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");

    private static final String MIGRATOR =
            "run 'rollcall migrate' as the owner of the schemas and all that is in them, or, where there are none yet, as one"
                    + " who may create them";

    private final DataSource dataSource;
    private final String location;
    private final LockWait lockWait;

    public Migrations(DataSource dataSource) {
        this(dataSource, LOCATION, LockWait.DEFAULT);
    }

    Migrations(DataSource dataSource, String location, LockWait lockWait) {
        this.dataSource = dataSource;
        this.location = location;
        this.lockWait = lockWait;
    }

    /** Looks, and changes nothing. */
    public SchemaState state() {
        MigrationInfoService info = configuration(dataSource).load().info();
        MigrationInfo current = info.current();
        return new SchemaState(
                current == null ? null : version(current),
                Arrays.stream(info.pending()).map(Migrations::version).toList(),
                versions(info, Migrations::isAltered),
                // Flyway's own validation passes over those.
                versions(
                        info,
                        migration -> migration.getState().isApplied()
                                && !migration.getState().isResolved()),
                versions(info, migration -> migration.getState() == MigrationState.IGNORED),
                versions(info, migration -> migration.getState().isFailed()));
    }

    /**
     * The state of a schema that is this program's, or that {@link #migrate} brings there.
     *
     * @throws ConfigurationException when no migration leads to this program's schema, or the user may not migrate
     */
    public SchemaState requireMigratable(String programVersion) {
        SchemaState state = requireKnown(programVersion);
        if (!state.isCurrent() && !mayMigrate()) {
            throw new ConfigurationException(
                    "database: " + state.pendingText() + ", and this user may not apply them: " + MIGRATOR);
        }
        return state;
    }

    /**
     * The schema is not another's, and this user may migrate it.
     *
     * @throws ConfigurationException when not
     */
    public void requireMigrator(String programVersion) {
        SchemaState state = requireMigratable(programVersion);
        if (!mayMigrate()) {
            throw new ConfigurationException("database: version " + state.current()
                    + " of the schema is this program's, and this user may neither grant rights nor mend anything: "
                    + MIGRATOR);
        }
    }

    /**
     * The state of a schema that was made by this program, or an earlier one, or isn't there yet.
     *
     * @throws ConfigurationException when the schema is another's, or the user may not see its state
     */
    public SchemaState requireKnown(String programVersion) {
        if (!mayRead().orElse(true)) {
            Rights.toWrite(dataSource).require();
        }
        SchemaState state = state();
        state.requireKnown(programVersion);
        if (state.current() == null) {
            requireNothingForeign();
        }
        return state;
    }

    private void requireNothingForeign() {
        List<String> foreign =
                JdbcClient.create(dataSource).sql(FOREIGN).query(String.class).list();
        if (!foreign.isEmpty()) {
            throw new ConfigurationException(
                    "database: its schemas directory, staging and batch are Rollcall's, and hold "
                            + foreign.get(0) + (foreign.size() > 1 ? " and " + (foreign.size() - 1) + " more" : "")
                            + " without a list of applied migrations: drop those schemas, or give Rollcall a database of its own");
        }
    }

    /**
     * The schema was not made by another state of this program's. A user who may not see what was migrated passes. For
     * those who only read: loads nothing of Flyway's, which takes a quarter of a short command.
     *
     * @throws ConfigurationException when it was
     */
    public void requireUnaltered() {
        if (!mayRead().orElse(false)) {
            return;
        }
        List<String> altered = JdbcClient.create(dataSource)
                .sql(APPLIED)
                .query((row, n) -> new Applied(row.getString(1), row.getString(2), row.getInt(3)))
                .list()
                .stream()
                .filter(this::hasAnotherText)
                .map(Applied::version)
                .toList();
        SchemaState.requireNoneAltered(altered);
    }

    private record Applied(String version, String script, int checksum) {}

    /** A script that this program does not have is none of its business. */
    private boolean hasAnotherText(Applied applied) {
        String file = location.replaceFirst("^classpath:", "/") + "/" + applied.script();
        try (InputStream script = Migrations.class.getResourceAsStream(file)) {
            return script != null && checksum(script) != applied.checksum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Flyway computes it. */
    private static int checksum(InputStream script) {
        CRC32 checksum = new CRC32();
        new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8))
                .lines()
                .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) checksum.getValue();
    }

    private Optional<Boolean> mayRead() {
        return JdbcClient.create(dataSource)
                .sql(MAY_SEE_STATE)
                .query(Boolean.class)
                .optional();
    }

    /** Whether the database's user has the rights that {@link #migrate} needs. */
    public boolean mayMigrate() {
        return JdbcClient.create(dataSource)
                .sql(MAY_MIGRATE)
                .query(Boolean.class)
                .single();
    }

    /**
     * Applies what is pending, in one transaction; with nothing pending, grants the group roles their rights again, and
     * mends sequences that are behind. Where another transaction holds a table that a migration changes, it says whose
     * that is and tries again for some minutes.
     *
     * @return the number of migrations applied
     * @throws DatabaseException when a migration failed, or a table stayed locked; nothing is applied then
     */
    public int migrate() {
        long end = System.nanoTime() + lockWait.inAll().toNanos();
        try (LockHolders holders = LockHolders.watch(dataSource, lockWait.look())) {
            while (true) {
                try {
                    return migrateOnce(holders);
                } catch (FlywayException | DataAccessException e) {
                    if (!isLockedOut(e)) {
                        throw ErrorTranslator.migrating(e);
                    }
                    if (System.nanoTime() - end >= 0) {
                        throw blocked(holders, e);
                    }
                    log.debug("database: the migration gives way, and tries again", e);
                    pause();
                }
            }
        }
    }

    private int migrateOnce(LockHolders holders) {
        // One connection for the migrations and for Flyway's list of those applied, so that both commit at once.
        try (Connection connection = dataSource.getConnection()) {
            SingleConnectionDataSource one = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(one);
            holders.session(
                    jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single());
            jdbc.sql("SET lock_timeout = " + lockWait.each().toMillis()).update();
            jdbc.sql(LOCK).query(Boolean.class).single();
            return configuration(one).group(true).load().migrate().migrationsExecuted;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't connect to the database", e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(lockWait.pause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a migration waits", e);
        }
    }

    private FluentConfiguration configuration(DataSource connections) {
        return Flyway.configure()
                .dataSource(connections)
                .locations(location)
                .schemas("batch")
                .defaultSchema("batch")
                .table("schema_history")
                .placeholders(Map.of("rollcall_version", ProgramVersion.current()))
                .failOnMissingLocations(true);
    }

    private static boolean isLockedOut(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && LOCKED.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private DatabaseException blocked(LockHolders holders, Exception failure) {
        List<String> last = holders.last();
        DatabaseException blocked = new DatabaseException(
                Blame.DATABASE,
                "database: " + (last.isEmpty() ? "another transaction" : String.join(", ", last))
                        + " holds a table that a migration changes: tried for "
                        + lockWait.inAll().toSeconds() + " s, and nothing is applied",
                "run again when that transaction has ended");
        blocked.addSuppressed(failure);
        return blocked;
    }

    private static boolean isAltered(MigrationInfo migration) {
        return migration.isVersioned()
                && migration.getState().isApplied()
                && migration.getState().isResolved()
                && !migration.isChecksumMatching();
    }

    private static List<String> versions(MigrationInfoService info, Predicate<MigrationInfo> which) {
        return Arrays.stream(info.all()).filter(which).map(Migrations::version).toList();
    }

    private static String version(MigrationInfo migration) {
        return migration.getVersion() == null
                ? migration.getDescription()
                : migration.getVersion().toString();
    }
}
