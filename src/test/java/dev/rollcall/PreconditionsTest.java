package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the database, or its user's rights: sync says it before it sends a request, and check too. */
class PreconditionsTest {
    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(451, Shape.of(6, 40, 12)));
    private static final AtomicInteger USERS = new AtomicInteger();

    private final String user = "user_" + ProcessHandle.current().pid() + "_" + USERS.incrementAndGet();
    private long sent;

    @BeforeAll
    static void publish() {
        cli.run("sync", "acme").isDone();
    }

    @AfterAll
    static void leave() {
        cli.close();
    }

    @BeforeEach
    void createUser() {
        execute("CREATE ROLE " + user + " LOGIN PASSWORD 'pw' IN ROLE rollcall_writer");
        sent = cli.sandbox().requests().total();
    }

    @AfterEach
    void dropUser() {
        execute("DROP OWNED BY " + user);
        execute("DROP ROLE " + user);
        cli.run("migrate").isDone();
        cli.run("check", "acme").isDone();
    }

    @Test
    void memberOfTheWritersSyncs() {
        cli.run(asUser(), "sync", "acme").isDone();
        cli.run(asUser(), "check", "acme").isDone();
    }

    @Test
    void userWhoIsNoMember() {
        execute("REVOKE rollcall_writer FROM " + user);

        refused("as an administrator run: GRANT rollcall_writer TO " + user);
        cli.run(asUser(), "status").isRefused(2, "lacks ", "GRANT rollcall_reader TO " + user);
        cli.run(asUser(), "migrate").isRefused(2, "lacks ", "GRANT rollcall_writer TO " + user);
    }

    @Test
    void memberWhoDoesNotInherit() {
        execute("DROP ROLE " + user);
        execute("CREATE ROLE " + user + " LOGIN NOINHERIT PASSWORD 'pw' IN ROLE rollcall_writer");

        refused(
                "a member of rollcall_writer, whose rights it does not inherit",
                version() < 160_000 ? "INHERIT" : "WITH INHERIT TRUE");
        execute("ALTER ROLE " + user + " SET role = 'rollcall_writer'");
        cli.run(asUser(), "check", "acme").isDone();
    }

    @Test
    void userWhoMayNotConnect() {
        String database = database();
        execute("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
        try {
            String advice = "GRANT CONNECT ON DATABASE " + database + " TO " + user;
            cli.run(asUser(), "sync", "acme").isRefused(2, database, advice);
            cli.run(asUser(), "status").isRefused(2, database, advice);
            assertThat(cli.run(asUser(), "check", "acme").endsWith(2).out()).contains("FAIL  connection: ", advice);
        } finally {
            execute("GRANT CONNECT ON DATABASE " + database + " TO PUBLIC");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REVOKE DELETE ON staging.memberships FROM rollcall_writer | DELETE on staging.memberships",
                "REVOKE USAGE ON SCHEMA staging FROM rollcall_writer | USAGE on schema staging",
                "REVOKE SELECT ON batch.schema_history FROM rollcall_writer | SELECT on batch.schema_history",
                "REVOKE DELETE ON directory.snapshot FROM rollcall_writer | DELETE on directory.snapshot",
                "REVOKE DELETE ON directory.last_run FROM rollcall_writer | DELETE on directory.last_run",
                "REVOKE ALL ON SEQUENCE batch.batch_job_execution_seq FROM rollcall_writer"
                        + " | SELECT, USAGE on batch.batch_job_execution_seq",
                "REVOKE EXECUTE ON FUNCTION staging.analyze() FROM rollcall_writer | EXECUTE on function staging.analyze"
            })
    void missingGrantIsNamed(String revoke, String named) {
        execute(revoke);

        refused("lacks " + named, "rollcall_writer itself lacks it: run 'rollcall migrate'");
    }

    @Test
    void readerSeesTheStatusAndNoMore() {
        cli.run("sync", "acme").isDone();
        sent = cli.sandbox().requests().total();
        execute("REVOKE rollcall_writer FROM " + user);
        execute("GRANT rollcall_reader TO " + user);

        cli.run(asUser(), "status").isDone();
        refused("GRANT rollcall_writer TO " + user);
    }

    @Test
    void writerMayNotMigrate() {
        cli.run(asUser(), "migrate").isRefused(2, "run 'rollcall migrate' as the owner of the schemas");
    }

    @Test
    void writerMayNeitherPruneNorForget() {
        String owner = cli.jdbc()
                .sql("SELECT quote_ident(tableowner) FROM pg_tables WHERE tablename = 'groups_history'")
                .query(String.class)
                .single();
        String[] words = {"user " + user + " does not own directory.", "as " + owner + ", who owns the schemas"};

        cli.run(asUser(), "prune", "--older-than=7y").isRefused(2, words);
        cli.run(asUser(), "prune", "--older-than=7y", "acme", "--dry-run").isRefused(2, words);
        cli.run(asUser(), "forget", "acme", "--user=u").isRefused(2, words);
        cli.run(asUser(), "forget", "acme", "--user=u", "--dry-run").isRefused(2, words);
        execute("GRANT " + owner + " TO " + user);
        cli.run(asUser(), "prune", "--older-than=7y").isDone();
    }

    @Test
    void olderSchemaThatTheUserMayNotMigrate() {
        execute("UPDATE batch.schema_history SET checksum = 1 WHERE script = 'R__2_readers.sql'");
        refused("migrations 2 readers of the schema are pending", "this user may not apply them");
    }

    @Test
    void rowsThatAPolicyHides() {
        execute("ALTER TABLE directory.groups_history ENABLE ROW LEVEL SECURITY");
        try {
            refused("row-level security hides rows of directory.groups_history", "ALTER ROLE " + user + " BYPASSRLS");
        } finally {
            execute("ALTER TABLE directory.groups_history DISABLE ROW LEVEL SECURITY");
        }
    }

    @Test
    void settingThatOnlyAnAdministratorMayChange() {
        execute("ALTER ROLE " + user + " SET session_replication_role = 'replica'");

        refused("session_replication_role = replica", "ALTER ROLE");
    }

    @Test
    void sessionsThatOnlyRead() {
        cli.run("sync", "acme").isDone();
        sent = cli.sandbox().requests().total();
        execute("ALTER ROLE " + user + " SET default_transaction_read_only = on");

        refused("nothing can be written: default_transaction_read_only is on (set by: user)");
        cli.run(asUser(), "retire", "acme").isRefused(2, "default_transaction_read_only");
        cli.run(asUser(), "prune", "--older-than=7y").isRefused(2, "default_transaction_read_only");
        cli.run(asUser(), "migrate").isRefused(2, "default_transaction_read_only");
        cli.run(asUser(), "status").isDone();
    }

    @Test
    void userWhoMayNotHaveEnoughConnections() {
        execute("ALTER ROLE " + user + " CONNECTION LIMIT 5");

        refused("7 connections needed, and this user may have 5");
    }

    @Test
    void publicationOfATableWithoutIdentity() {
        execute("ALTER TABLE directory.groups_history REPLICA IDENTITY NOTHING");
        execute("ALTER TABLE staging.memberships REPLICA IDENTITY DEFAULT");
        execute("CREATE PUBLICATION everything FOR ALL TABLES");
        try {
            refused(
                    "ALTER TABLE directory.groups_history REPLICA IDENTITY DEFAULT",
                    "ALTER TABLE staging.memberships REPLICA IDENTITY FULL");
            execute("ALTER PUBLICATION everything SET (publish = 'insert')");
            cli.run(asUser(), "check", "acme").isDone();
        } finally {
            execute("DROP PUBLICATION everything");
            execute("ALTER TABLE directory.groups_history REPLICA IDENTITY DEFAULT");
            execute("ALTER TABLE staging.memberships REPLICA IDENTITY FULL");
        }
    }

    @Test
    void publicationOfSomeColumnsOfATable() {
        Assumptions.assumeTrue(version() >= 150_000, "PostgreSQL 14 has no column lists");
        execute("CREATE PUBLICATION columns FOR TABLE directory.group_key (no, group_id),"
                + " directory.memberships_history (group_no, member_no), directory.groups_history (group_no)");
        try {
            refused(
                    "ALTER PUBLICATION columns DROP TABLE directory.groups_history",
                    "ALTER PUBLICATION columns DROP TABLE directory.memberships_history");
            execute("ALTER PUBLICATION columns DROP TABLE directory.groups_history, directory.memberships_history");
            cli.run(asUser(), "check", "acme").isDone();
            cli.run(asUser(), "sync", "acme").isDone();
        } finally {
            execute("DROP PUBLICATION columns");
        }
    }

    @Test
    void publicationOfSomeRowsOfATable() {
        Assumptions.assumeTrue(version() >= 150_000, "PostgreSQL 14 has no row filters");
        execute("CREATE PUBLICATION recent FOR TABLE directory.group_key WHERE (no > 5),"
                + " directory.memberships_history WHERE (valid_to = 'infinity'),"
                + " directory.users_history WHERE (valid_to = 'infinity')");
        try {
            refused("ALTER PUBLICATION recent DROP TABLE directory.users_history");
            execute("ALTER PUBLICATION recent DROP TABLE directory.users_history");
            cli.run(asUser(), "check", "acme").isDone();
            cli.run(asUser(), "sync", "acme").isDone();
        } finally {
            execute("DROP PUBLICATION recent");
        }
    }

    @Test
    void sequencesThatARestoreLeftBehind() {
        List<String> sequences = cli.jdbc().sql("""
                        SELECT s.oid::regclass::text FROM pg_class s
                         WHERE s.relkind = 'S' AND s.relnamespace IN ('directory'::regnamespace, 'batch'::regnamespace)
                        """).query(String.class).list();
        sequences.forEach(sequence -> execute("ALTER SEQUENCE " + sequence + " RESTART"));

        refused("sequences are behind their tables", "directory.snapshot_id_seq", "run 'rollcall migrate'");
        cli.run("migrate").isDone();
        cli.run(asUser(), "sync", "acme").isDone();
    }

    @Test
    void clockThatWasSetBack() {
        execute("UPDATE directory.snapshot SET published_at = published_at + interval '1 hour'");
        try {
            cli.run(asUser(), "sync", "acme").isRefused(1, "the database's clock says ", "set the clock right");
            assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
            assertThat(cli.run(asUser(), "check", "acme").endsWith(1).out()).contains("FAIL  database clock: ");
        } finally {
            execute("UPDATE directory.snapshot SET published_at = published_at - interval '1 hour'");
        }
    }

    private void refused(String... words) {
        cli.run(asUser(), "sync", "acme").isRefused(2, words);
        assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
        assertThat(cli.run(asUser(), "check", "acme").endsWith(2).out())
                .contains(words)
                .contains("FAIL  ");
    }

    private Map<String, String> asUser() {
        return Map.of("ROLLCALL_DB_USER", user, "ROLLCALL_DB_PASSWORD", "pw");
    }

    private static void execute(String sql) {
        int unused = cli.jdbc().sql(sql).update();
    }

    private static String database() {
        return cli.jdbc().sql("SELECT current_database()").query(String.class).single();
    }

    private static int version() {
        return cli.jdbc()
                .sql("SELECT current_setting('server_version_num')::int")
                .query(Integer.class)
                .single();
    }
}
