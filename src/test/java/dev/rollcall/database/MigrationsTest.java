package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.LogLines;
import dev.rollcall.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class MigrationsTest {
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final AtomicInteger ROLES = new AtomicInteger();

    private final TestDatabase database = TestDatabase.create();
    private final Migrations migrations = new Migrations(database.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void emptyDatabaseHasEverythingPending() {
        SchemaState state = migrations.state();

        assertThat(state.current()).isNull();
        assertThat(state.pending()).containsExactly("1", "2", "3", "1 staging", "2 readers");
        assertThat(state.isCurrent()).isFalse();
        assertThat(migrations.mayMigrate()).isTrue();
    }

    @Test
    void migratedOnceThereIsNothingLeft() {
        assertThat(migrations.migrate()).isEqualTo(5);
        assertThat(migrations.migrate()).isZero();
        assertThat(migrations.state().isCurrent()).isTrue();
        assertThat(migrations.state().current()).isEqualTo("3");
    }

    @Test
    void versionThatThisProgramDoesNotKnowIsNewer() {
        migrations.migrate();
        jdbc.sql("""
                        INSERT INTO batch.schema_history (installed_rank, version, description, type, script,
                            installed_by, execution_time, success)
                        VALUES (99, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 'x', 1, true)
                        """).update();

        assertThat(migrations.state().newer()).containsExactly("999");
        assertThat(migrations.state().isCurrent()).isFalse();
    }

    @Test
    void versionAppliedWithAnotherTextIsAlteredWhateverElseIsApplied() {
        migrations.migrate();
        jdbc.sql("UPDATE batch.schema_history SET checksum = checksum + 1 WHERE version = '2'")
                .update();
        jdbc.sql("""
                        INSERT INTO batch.schema_history (installed_rank, version, description, type, script,
                            checksum, installed_by, execution_time, success)
                        VALUES (99, '9', 'of yesterday', 'SQL', 'V9__of_yesterday.sql', 1, 'x', 1, true)
                        """).update();

        assertThat(migrations.state().altered()).containsExactly("2");
        assertThat(migrations.state().isCurrent()).isFalse();
    }

    @Test
    void readersPassOverWhatIsNewerAndRefuseAnotherText() {
        assertThatCode(migrations::requireUnaltered).doesNotThrowAnyException();
        migrations.migrate();
        jdbc.sql("""
                        INSERT INTO batch.schema_history (installed_rank, version, description, type, script,
                            checksum, installed_by, execution_time, success)
                        VALUES (99, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 1, 'x', 1, true)
                        """).update();
        assertThatCode(migrations::requireUnaltered).doesNotThrowAnyException();

        jdbc.sql("UPDATE batch.schema_history SET checksum = checksum + 1 WHERE version IN ('1', '3')")
                .update();

        assertThatThrownBy(migrations::requireUnaltered)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("version 1, 3 has another text");
    }

    @Test
    void lookingForAlteredTextsGivesItsConnectionBack() {
        migrations.migrate();
        DatabaseSettings settings = database.settings();
        try (Database one = new Database(settings, 1)) {
            new Migrations(one.pool()).requireUnaltered();

            assertThat(JdbcClient.create(one.pool())
                            .sql("SELECT 1")
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }

    @Test
    void repeatableMigrationOfAnotherTextIsPendingAndAltersNothing(@TempDir Path scratch) {
        migrations.migrate();
        MigrationFolder folder = MigrationFolder.copy(scratch)
                .replace("R__1_staging.sql", "'The users of the current reading", "'Users of the current reading");

        SchemaState state = migrations(folder, LockWait.DEFAULT).state();

        assertThat(state.altered()).isEmpty();
        assertThat(state.pending()).containsExactly("1 staging");
    }

    @Test
    void pendingMigrationsAndTheirListAreOneTransaction() {
        migrations.migrate();

        assertThat(jdbc.sql("SELECT count(DISTINCT xmin::text) FROM batch.schema_history WHERE installed_rank > 0")
                        .query(Long.class)
                        .single())
                .isOne();
        assertThat(jdbc.sql("""
                                SELECT h.xmin = t.xmin AND h.xmin = v.xmin
                                  FROM batch.schema_history h, pg_type t, pg_rewrite v
                                 WHERE h.installed_rank = 1
                                   AND t.oid = 'directory.group_as_of'::regtype
                                   AND v.ev_class = 'directory.changes'::regclass
                                """).query(Boolean.class).single()).isTrue();
    }

    @Test
    void whereOneFailsNoneIsApplied(@TempDir Path scratch) {
        MigrationFolder folder = MigrationFolder.copy(scratch).write("R__3_broken.sql", "SELECT 1 / 0;");

        assertThatThrownBy(() -> migrations(folder, LockWait.DEFAULT).migrate())
                .isInstanceOf(DatabaseException.class)
                .hasMessage("database: migrating failed: ERROR: division by zero");

        assertThat(migrations.state().pending()).hasSize(5);
        assertThat(migrations.state().failed()).isEmpty();
        assertThat(migrations.migrate()).isEqualTo(5);
    }

    @Test
    void tableThatStaysLockedIsNamedAfterSomeTriesAndNothingIsApplied(@TempDir Path scratch) {
        migrations.migrate();
        LockWait brief = new LockWait(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofSeconds(1));
        Migrations next = migrations(withColumn(scratch), brief);

        try (LockedTable reader = LockedTable.of(database.dataSource(), "directory.source")) {
            assertThatThrownBy(next::migrate)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("database: process " + reader.pid() + " (user ")
                    .hasMessageContaining(" holds a table that a migration changes: tried for 1 s");
            assertThat(reader.hasWaiter()).isFalse();
        }

        assertThat(next.state().pending()).containsExactly("4");
        assertThat(next.migrate()).isOne();
    }

    @Test
    void migrationThatIsLockedOutIsTriedAgain(@TempDir Path scratch) throws Exception {
        migrations.migrate();
        LockWait wait = new LockWait(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMinutes(5));
        Migrations next = migrations(withColumn(scratch), wait);

        CompletableFuture<Integer> applied;
        try (LogLines log = LogLines.of(LockHolders.class);
                LockedTable reader = LockedTable.of(database.dataSource(), "directory.source")) {
            applied = CompletableFuture.supplyAsync(next::migrate);
            await().pollInterval(LOOK).atMost(PATIENCE).until(reader::hasWaiter);
            await().pollInterval(LOOK).atMost(PATIENCE).until(() -> !reader.hasWaiter());
            assertThat(applied).isNotDone();
            // Others get through in between.
            jdbc.sql("SELECT count(*) FROM directory.source").query().singleRow();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log.lines())
                            .anyMatch(line -> line.matches("database: the migration waits for process " + reader.pid()
                                    + " \\(user \\w+, application .+, in a transaction since \\S+Z\\)")));
            assertThat(log.lines()).hasSize(1);
        }

        assertThat(applied.get(60, TimeUnit.SECONDS)).isOne();
        assertThat(next.state().isCurrent()).isTrue();
    }

    @Test
    void anotherMigrationIsWaitedForAndNamed() throws SQLException {
        LockWait brief = new LockWait(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofSeconds(1));
        try (Connection other = database.dataSource().getConnection()) {
            JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(other, true));
            int pid = session.sql("SELECT pg_backend_pid() FROM pg_advisory_lock(hashtext('rollcall migrate'))")
                    .query(Integer.class)
                    .single();

            assertThatThrownBy(new Migrations(database.dataSource(), "classpath:db/migration", brief)::migrate)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("database: process " + pid);
        }

        assertThat(migrations.migrate()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE TABLE batch.mine (n integer), table batch.mine",
        "CREATE SCHEMA directory CREATE VIEW mine AS SELECT 1 AS n, view directory.mine",
        "CREATE TYPE batch.mine AS ENUM ('a'), type batch.mine",
        "CREATE FUNCTION batch.mine() RETURNS integer LANGUAGE sql RETURN 1, function batch.mine"
    })
    void schemaThatHoldsSomethingElseIsRefusedInOurWords(String statement, String name) {
        jdbc.sql("CREATE SCHEMA batch").update();
        jdbc.sql(statement).update();

        assertThatThrownBy(() -> migrations.requireMigratable("1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("drop those schemas, or give Rollcall a database of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM batch.schema_history | table batch.batch_job_execution and",
                "UPDATE batch.schema_history SET success = false WHERE version = '3' | says that 3 failed",
                "UPDATE batch.schema_history SET checksum = 1 WHERE version = '2' | version 2 has another text",
                "DELETE FROM batch.schema_history WHERE version = '2' | lacks 2",
                "UPDATE batch.schema_history SET version = '2.5' WHERE version = '2' | version 2.5, which a newer",
                "UPDATE batch.schema_history SET description = 'old' WHERE version IS NULL | old, which a newer"
            })
    void listOfMigrationsThatIsNotWholeIsToldInOurWords(String damage, String told) {
        migrations.migrate();
        jdbc.sql(damage).update();

        assertThatThrownBy(() -> migrations.requireMigratable("1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told)
                .message()
                .doesNotContain("baseline", "repair", "validate", "Flyway", "outOfOrder", "https:");
    }

    @Test
    void sequencesLeftBehindByARestoreGoOnWhereTheirTablesAre() {
        migrations.migrate();
        jdbc.sql("INSERT INTO directory.source (name, provider, identity_store_id)"
                        + " SELECT n, 'aws', n FROM unnest(ARRAY['a', 'b', 'c']) n")
                .update();
        jdbc.sql("INSERT INTO directory.snapshot (source, rollcall_version) SELECT id, '1' FROM directory.source")
                .update();
        jdbc.sql("INSERT INTO batch.batch_job_instance (job_instance_id, job_name, job_key) VALUES (7, 'a', 'b')")
                .update();
        restartSequences();
        SchemaHealth health = new SchemaHealth(database.dataSource());
        assertThatThrownBy(health::requireSequencesAhead)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("batch.batch_job_instance_seq gave 0 last, and 7 is in use")
                .hasMessageContaining("directory.snapshot_id_seq gave 0 last, and 3 is in use")
                .hasMessageContaining("directory.source_id_seq gave 0 last, and 3 is in use")
                .hasMessageContaining("rollcall migrate");

        assertThat(migrations.migrate()).isZero();

        assertThatCode(health::requireSequencesAhead).doesNotThrowAnyException();
        assertThat(jdbc.sql("SELECT nextval('batch.batch_job_instance_seq')")
                        .query(Long.class)
                        .single())
                .isEqualTo(8);
        jdbc.sql("INSERT INTO directory.source (name, provider, identity_store_id) VALUES ('d', 'aws', 'd')")
                .update();
    }

    /** As logical replication leaves them in the database that it fills. */
    private void restartSequences() {
        jdbc.sql("""
                        SELECT s.oid::regclass::text FROM pg_class s
                         WHERE s.relkind = 'S' AND s.relnamespace IN ('directory'::regnamespace, 'batch'::regnamespace)
                        """)
                .query(String.class)
                .list()
                .forEach(sequence ->
                        jdbc.sql("ALTER SEQUENCE " + sequence + " RESTART").update());
    }

    @Test
    void everySequenceBelongsToAColumn() {
        migrations.migrate();

        assertThat(jdbc.sql("""
                        SELECT s.oid::regclass::text FROM pg_class s
                         WHERE s.relkind = 'S'
                           AND s.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace,
                                                  'batch'::regnamespace)
                           AND NOT EXISTS (SELECT FROM pg_depend d
                                            WHERE d.objid = s.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
                        """).query(String.class).list()).isEmpty();
    }

    private static MigrationFolder withColumn(Path scratch) {
        return MigrationFolder.copy(scratch)
                .write("V4__colour.sql", "ALTER TABLE directory.source ADD COLUMN colour text;");
    }

    private Migrations migrations(MigrationFolder folder, LockWait lockWait) {
        return new Migrations(database.dataSource(), folder.location(), lockWait);
    }

    @Test
    void databaseThatAnAdministratorPreparedNeedsNoRightToCreateSchemas() {
        jdbc.sql("CREATE SCHEMA directory").update();
        jdbc.sql("CREATE SCHEMA staging").update();
        jdbc.sql("CREATE SCHEMA batch").update();

        assertThat(migrations.migrate()).isEqualTo(5);
    }

    @Test
    void ownerOfTheSchemasWhoDoesNotOwnAllThatIsInThemMayNotMigrate() {
        migrations.migrate();
        String other = "other_" + ProcessHandle.current().pid();
        jdbc.sql("CREATE ROLE " + other + " LOGIN").update();
        try {
            for (String schema : new String[] {"directory", "staging", "batch"}) {
                jdbc.sql("ALTER SCHEMA " + schema + " OWNER TO " + other).update();
                jdbc.sql("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + other)
                        .update();
            }
            Migrations others = new Migrations(new DriverManagerDataSource(database.url(), other, ""));

            assertThatThrownBy(() -> others.requireMigrator("1"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("as the owner of the schemas and all that is in them");
        } finally {
            jdbc.sql("DROP OWNED BY " + other + " CASCADE").update();
            jdbc.sql("DROP ROLE " + other).update();
        }
    }

    @Test
    void writerWritesRowsAndNothingElse() {
        migrations.migrate();
        as("rollcall_writer", writer -> {
            writer.sql("SELECT staging.analyze()").query().listOfRows();
            writer.sql("SELECT staging.analyze_groups()").query().listOfRows();
            writer.sql("SELECT staging.analyze_history(true)").query().listOfRows();
            writer.sql("CREATE TEMPORARY TABLE scratch (n integer)").update();
            writer.sql("INSERT INTO directory.source (name, provider, identity_store_id) VALUES ('a', 'aws', 'd')")
                    .update();
            writer.sql("INSERT INTO batch.batch_job_instance (job_instance_id, job_name, job_key)"
                            + " VALUES (nextval('batch.batch_job_instance_seq'), 'a', 'b')")
                    .update();
            writer.sql("SELECT count(*) FROM batch.schema_history").query().singleRow();
            refused(writer, "CREATE TABLE directory.mine (n integer)");
            refused(writer, "CREATE TABLE staging.mine (n integer)");
            refused(writer, "CREATE TABLE batch.mine (n integer)");
            refused(writer, "DROP TABLE staging.users");
            refused(writer, "DELETE FROM directory.memberships_history");
            refused(writer, "DELETE FROM batch.schema_history");
            refused(writer, "TRUNCATE staging.memberships");
        });
    }

    @Test
    void writerMayNotMigrate() {
        migrations.migrate();
        as(
                "rollcall_writer",
                writer -> assertThat(writer.sql(
                                        "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'directory'")
                                .query(Boolean.class)
                                .single())
                        .isFalse());
    }

    @Test
    void readerReadsTheDirectoryAndNothingElse() {
        migrations.migrate();
        as("rollcall_reader", reader -> {
            for (String name : new String[] {
                "groups", "memberships", "users", "changes", "snapshots", "gaps", "freshness", "memberships_history"
            }) {
                reader.sql("SELECT * FROM directory." + name).query().listOfRows();
            }
            for (String name : new String[] {"groups_as_of", "memberships_as_of", "users_as_of", "coverage"}) {
                reader.sql("SELECT * FROM directory." + name + "(now())")
                        .query()
                        .listOfRows();
            }
            refused(reader, "SELECT * FROM staging.groups");
            refused(reader, "SELECT staging.analyze()");
            refused(reader, "SELECT * FROM batch.batch_job_instance");
            refused(reader, "INSERT INTO directory.source (name, provider, identity_store_id) VALUES ('a', 'b', 'c')");
            refused(reader, "UPDATE directory.groups_history SET valid_to = now()");
        });
    }

    private interface Work {
        void with(JdbcClient client);
    }

    private void as(String role, Work work) {
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        try {
            JdbcClient client = JdbcClient.create(connection);
            // A member, as people are: the group roles themselves can't log in.
            String member = "member_" + ProcessHandle.current().pid() + "_" + ROLES.incrementAndGet();
            client.sql("CREATE ROLE " + member + " IN ROLE " + role).update();
            client.sql("SET ROLE " + member).update();
            work.with(client);
            client.sql("RESET ROLE").update();
            client.sql("DROP OWNED BY " + member).update();
            client.sql("DROP ROLE " + member).update();
        } finally {
            connection.destroy();
        }
    }

    private static void refused(JdbcClient client, String sql) {
        assertThatThrownBy(() -> client.sql(sql).query().listOfRows())
                .as(sql)
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .message()
                .containsPattern("permission denied|must be owner");
    }
}
