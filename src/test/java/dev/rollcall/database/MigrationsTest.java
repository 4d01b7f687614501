package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.fixture.LockedTable;
import dev.rollcall.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class MigrationsTest {
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final AtomicInteger ROLES = new AtomicInteger();
    private static final Duration PATIENT = Duration.ofSeconds(5);

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
    void repeatableMigrationOfAnotherTextIsPendingAndAltersNothing(@TempDir Path scratch) {
        migrations.migrate();
        MigrationFolder folder = MigrationFolder.copy(scratch)
                .replace("R__1_staging.sql", "'The users of the current reading", "'Users of the current reading");

        SchemaState state = migrations(folder, PATIENT).state();

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

        assertThatThrownBy(() -> migrations(folder, PATIENT).migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("division by zero");

        assertThat(migrations.state().pending()).hasSize(5);
        assertThat(migrations.state().failed()).isEmpty();
        assertThat(migrations.migrate()).isEqualTo(5);
    }

    @Test
    void tableThatStaysLockedIsNamedAfterSomeTriesAndNothingIsApplied(@TempDir Path scratch) {
        migrations.migrate();
        Migrations next = migrations(withColumn(scratch), Duration.ofMillis(50));

        try (LockedTable reader = LockedTable.of(database.dataSource(), "directory.source")) {
            assertThatThrownBy(next::migrate)
                    .isInstanceOf(CannotAcquireLockException.class)
                    .hasNoCause()
                    .hasMessageContaining("another transaction holds a table that a migration changes")
                    .hasMessageContaining("tried 5 times");
            assertThat(reader.hasWaiter()).isFalse();
        }

        assertThat(next.state().pending()).containsExactly("4");
        assertThat(next.migrate()).isOne();
    }

    @Test
    void migrationThatIsLockedOutIsTriedAgain(@TempDir Path scratch) throws Exception {
        migrations.migrate();
        Migrations next = migrations(withColumn(scratch), Duration.ofMillis(500));

        CompletableFuture<Integer> applied;
        try (LockedTable reader = LockedTable.of(database.dataSource(), "directory.source")) {
            applied = CompletableFuture.supplyAsync(next::migrate);
            await().pollInterval(LOOK).atMost(PATIENCE).until(reader::hasWaiter);
            await().pollInterval(LOOK).atMost(PATIENCE).until(() -> !reader.hasWaiter());
            assertThat(applied).isNotDone();
        }

        assertThat(applied.get(60, TimeUnit.SECONDS)).isOne();
        assertThat(next.state().isCurrent()).isTrue();
    }

    private static MigrationFolder withColumn(Path scratch) {
        return MigrationFolder.copy(scratch)
                .write("V4__colour.sql", "ALTER TABLE directory.source ADD COLUMN colour text;");
    }

    private Migrations migrations(MigrationFolder folder, Duration lockTimeout) {
        return new Migrations(database.dataSource(), folder.location(), lockTimeout);
    }

    @Test
    void databaseThatAnAdministratorPreparedNeedsNoRightToCreateSchemas() {
        jdbc.sql("CREATE SCHEMA directory").update();
        jdbc.sql("CREATE SCHEMA staging").update();
        jdbc.sql("CREATE SCHEMA batch").update();

        assertThat(migrations.migrate()).isEqualTo(5);
    }

    @Test
    void writerWritesRowsAndNothingElse() {
        migrations.migrate();
        as("rollcall_writer", writer -> {
            writer.sql("SELECT staging.analyze()").query().listOfRows();
            writer.sql("SELECT staging.analyze_groups()").query().listOfRows();
            writer.sql("SELECT staging.analyze_history()").query().listOfRows();
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
