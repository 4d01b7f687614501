package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that logical replication keeps a copy of, and the copy that goes on in its place. */
class LogicalReplicationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void copyGoesOnInThePlaceOfTheOriginal() {
        try (CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(471, Shape.of(30, 600, 200)));
                TestServer server = TestServer.start(folder.resolve("data"), true)) {
            JdbcClient original = JdbcClient.create(server.dataSource());
            original.sql("ALTER SYSTEM SET wal_level = logical").update();
            server.crash();
            server.restart();
            Map<String, String> there = DatabaseEnvironment.of(server.url(), server.user(), server.password());
            cli.run(there, "sync", "acme").isDone();
            try (TestDatabase other = server.createDatabase()) {
                JdbcClient copy = JdbcClient.create(other.dataSource());
                Map<String, String> instead = DatabaseEnvironment.of(other.url(), other.user(), other.password());
                cli.run(instead, "migrate").isDone();
                copy.sql("DELETE FROM batch.schema_history WHERE true").update();
                original.sql("CREATE PUBLICATION everything FOR ALL TABLES").update();
                subscribe(original, copy, server.url());

                cli.directory().change(1);
                cli.run(there, "sync", "acme").isDone();
                cli.directory().change(2);
                cli.run(there, "sync", "acme").isDone();

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(rows(copy)).isEqualTo(rows(original)));
                new PublishedRows(other.dataSource(), "acme").isExactly(cli.directory());
                unsubscribe(copy);
                assertThat(cli.run(instead, "check", "acme").endsWith(2).out())
                        .contains("FAIL  database sequences: ", "directory.source_id_seq gave 0 last, and 1 is in use");
                cli.run(instead, "sync", "acme").isRefused(2, "run 'rollcall migrate'");
                cli.run(instead, "migrate").isDone();
                cli.directory().change(3);
                cli.run(instead, "sync", "acme").isDone();
                new PublishedRows(other.dataSource(), "acme").isExactly(cli.directory());
            }
        }
    }

    /** Within one server the slot has to be made beforehand: a subscription that makes it would wait for itself. */
    private static void subscribe(JdbcClient original, JdbcClient copy, String url) {
        String database =
                original.sql("SELECT current_database()").query(String.class).single();
        original.sql("SELECT pg_create_logical_replication_slot('copy', 'pgoutput')")
                .query()
                .singleRow();
        copy.sql("CREATE SUBSCRIPTION copy CONNECTION 'host=127.0.0.1 port=" + port(url) + " user=postgres dbname="
                        + database + "' PUBLICATION everything WITH (create_slot = false, slot_name = 'copy')")
                .update();
    }

    private static void unsubscribe(JdbcClient copy) {
        for (String statement : List.of(
                "ALTER SUBSCRIPTION copy DISABLE",
                "ALTER SUBSCRIPTION copy SET (slot_name = NONE)",
                "DROP SUBSCRIPTION copy")) {
            copy.sql(statement).update();
        }
    }

    private static String port(String url) {
        return url.replaceFirst(".*:(\\d+)/.*", "$1");
    }

    /** All rows of history, and how many are staged. */
    private static List<String> rows(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT 'group ' || h::text FROM directory.groups_history h
                        UNION ALL SELECT 'membership ' || h::text FROM directory.memberships_history h
                        UNION ALL SELECT 'user ' || h::text FROM directory.users_history h
                        UNION ALL SELECT 'staged ' || count(*) FROM staging.memberships
                        UNION ALL SELECT 'snapshot ' || s.id || s.outcome FROM directory.snapshot s
                        ORDER BY 1
                        """).query(String.class).list();
    }
}
