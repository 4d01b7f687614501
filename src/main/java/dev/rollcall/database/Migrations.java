package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings the database to the schema that this program knows. */
public final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private static final String LOCATION = "classpath:db/migration";

    /** Everything may be created that a migration may create: schemas, or objects in those that are there. */
    private static final String MAY_MIGRATE = """
            SELECT bool_and(CASE WHEN n.oid IS NULL
                                 THEN has_database_privilege(current_database(), 'CREATE')
                                 ELSE pg_has_role(n.nspowner, 'USAGE') END)
              FROM (VALUES ('directory'), ('staging'), ('batch')) AS s (name)
              LEFT JOIN pg_namespace n ON n.nspname = s.name
            """;

    private static final String MAY_SEE_STATE = """
            SELECT EXISTS (SELECT FROM pg_class c
                             JOIN pg_namespace n ON n.oid = c.relnamespace
                            WHERE n.nspname = 'batch' AND c.relname = 'schema_history'
                              AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
            """;

    /** A migration waits no longer than this for a table, since every reader of the table waits behind it. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

    private static final int ATTEMPTS = 5;

    /** SQL states of a lock that was not had in time, and of a deadlock. */
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");

    private final DataSource dataSource;
    private final String location;
    private final Duration lockTimeout;

    public Migrations(DataSource dataSource) {
        this(dataSource, LOCATION, LOCK_TIMEOUT);
    }

    Migrations(DataSource dataSource, String location, Duration lockTimeout) {
        this.dataSource = dataSource;
        this.location = location;
        this.lockTimeout = lockTimeout;
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
                versions(info, migration -> migration.getState().isFailed()));
    }

    /**
     * The state of a schema that is this program's, or that {@link #migrate} brings there.
     *
     * @throws ConfigurationException when no migration leads to this program's schema, or the user may not migrate
     */
    public SchemaState requireMigratable(String programVersion) {
        SchemaState state = state();
        state.requireKnown(programVersion);
        if (!state.isCurrent() && !mayMigrate()) {
            throw new ConfigurationException("database: " + state.pendingText()
                    + ", and this user may not apply them: run 'rollcall migrate' as one who may");
        }
        return state;
    }

    /** Whether the database's user may call {@link #state}; false also where nothing was ever migrated. */
    public boolean maySeeState() {
        return isTrue(MAY_SEE_STATE);
    }

    /** Whether the database's user has the rights that {@link #migrate} needs. */
    public boolean mayMigrate() {
        return isTrue(MAY_MIGRATE);
    }

    /**
     * Applies what is pending, in one transaction; with nothing pending, grants the group roles their rights again.
     * Where another transaction holds a table that a migration changes, it tries again a few times.
     *
     * @return the number of migrations applied
     * @throws CannotAcquireLockException when a table stayed locked; nothing is applied then
     */
    public int migrate() {
        for (int attempt = 1; ; attempt++) {
            try {
                return migrateOnce();
            } catch (FlywayException e) {
                String reason = lockedOut(e);
                if (reason == null) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw blocked(e);
                }
                log.info("database: a migration waits for a lock and tries again: {}", reason);
            }
        }
    }

    private int migrateOnce() {
        // One connection for the migrations and for Flyway's list of those applied, so that both commit at once.
        try (Connection connection = dataSource.getConnection()) {
            return configuration(new SingleConnectionDataSource(connection, true))
                    .initSql("SET lock_timeout = " + lockTimeout.toMillis())
                    .group(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't connect to the database", e);
        }
    }

    private FluentConfiguration configuration(DataSource connections) {
        return Flyway.configure()
                .dataSource(connections)
                .locations(location)
                .schemas("batch")
                .defaultSchema("batch")
                .table("schema_history")
                .failOnMissingLocations(true);
    }

    private boolean isTrue(String question) {
        return JdbcClient.create(dataSource).sql(question).query(Boolean.class).single();
    }

    /** The server's message when a lock was the cause, else null. */
    private static @Nullable String lockedOut(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && LOCKED.contains(String.valueOf(e.getSQLState()))) {
                return e.getMessage();
            }
        }
        return null;
    }

    private CannotAcquireLockException blocked(FlywayException failure) {
        CannotAcquireLockException blocked =
                new CannotAcquireLockException("database: another transaction holds a table"
                        + " that a migration changes: tried " + ATTEMPTS + " times for " + lockTimeout.toSeconds()
                        + " s each, and nothing is applied; run again when the transaction has ended");
        // Not as the cause, which is told in place of this message.
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
