package dev.rollcall.database;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings the database to the schema that this program knows. */
public final class Migrations {
    /** Everything may be created that a migration may create: schemas, or objects in those that are there. */
    private static final String MAY_MIGRATE = """
            SELECT bool_and(CASE WHEN n.oid IS NULL
                                 THEN has_database_privilege(current_database(), 'CREATE')
                                 ELSE pg_has_role(n.nspowner, 'USAGE') END)
              FROM (VALUES ('directory'), ('staging'), ('batch')) AS s (name)
              LEFT JOIN pg_namespace n ON n.nspname = s.name
            """;

    private final DataSource dataSource;
    private final Flyway flyway;

    public Migrations(DataSource dataSource) {
        this.dataSource = dataSource;
        this.flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .schemas("batch")
                .defaultSchema("batch")
                .table("schema_history")
                .failOnMissingLocations(true)
                .load();
    }

    /**
     * How the database's schema relates to this program's.
     *
     * @param current the version of the schema; null when there is none
     * @param pending versions that are not applied yet
     * @param newer versions applied that this program does not know: a newer program made them, and this one must not
     *     write
     * @param failed versions that began and did not end
     */
    public record State(@Nullable String current, List<String> pending, List<String> newer, List<String> failed) {
        public State {
            pending = List.copyOf(pending);
            newer = List.copyOf(newer);
            failed = List.copyOf(failed);
        }

        /** Whether the schema is the one this program knows. */
        public boolean isCurrent() {
            return pending.isEmpty() && newer.isEmpty() && failed.isEmpty();
        }
    }

    /** Looks, and changes nothing. */
    public State state() {
        MigrationInfoService info = flyway.info();
        MigrationInfo current = info.current();
        return new State(
                current == null ? null : version(current),
                Arrays.stream(info.pending()).map(Migrations::version).toList(),
                // Flyway's own validation passes over those.
                Arrays.stream(info.all())
                        .filter(migration -> migration.getState().isApplied()
                                && !migration.getState().isResolved())
                        .map(Migrations::version)
                        .toList(),
                Arrays.stream(info.all())
                        .filter(migration -> migration.getState().isFailed())
                        .map(Migrations::version)
                        .toList());
    }

    /** Whether the database's user has the rights that {@link #migrate} needs. */
    public boolean mayMigrate() {
        return JdbcClient.create(dataSource)
                .sql(MAY_MIGRATE)
                .query(Boolean.class)
                .single();
    }

    /**
     * Applies what is pending; with nothing pending, grants the group roles their rights again.
     *
     * @return the number of migrations applied
     */
    public int migrate() {
        return flyway.migrate().migrationsExecuted;
    }

    private static String version(MigrationInfo migration) {
        return migration.getVersion() == null
                ? migration.getDescription()
                : migration.getVersion().toString();
    }
}
