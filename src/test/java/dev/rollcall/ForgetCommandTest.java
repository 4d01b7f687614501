package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.publish.SourceRetirement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command forget: what it overwrites, what it leaves, where it refuses, and that no text is found afterwards. */
class ForgetCommandTest {
    /** Each occurs in no other text of the database, and what the user had before differs from it in each attribute. */
    private static final List<String> TEXTS =
            List.of("dquixote", "Don Quixote", "don@mancha.example", "rocinante-7", "alonso", "Alonso Quijano");

    private final StoreFixture store = new StoreFixture();
    private final int acme = store.source("acme");
    private final int other = store.source("other");

    @BeforeEach
    void publish() {
        first();
        changed();
        store.snapshot(acme)
                .group("g", "ann")
                .alter("g", "created_by = 'arn:aws:iam::1:user/DQUIXOTE'")
                .users("ann")
                .publish();
        StoreFixture.Staged elsewhere = store.snapshot(other).group("g", "u-1").users("ann", "u-1");
        texts(elsewhere, "sancho", "Sancho Panza", "sancho@mancha.example", "rucio");
        elsewhere.publish();
    }

    private void first() {
        StoreFixture.Staged staged =
                store.snapshot(acme).group("g", "ann", "u-1").group("made").users("ann", "u-1");
        staged.alter("g", "created_by = 'arn:aws:iam::1:user/DQUIXOTE'")
                .alter("made", "created_by = 'don@mancha.example', updated_by = 'mancha.example'");
        texts(staged, "alonso", "Alonso Quijano", "don@mancha.example", "rocinante-7");
        staged.publish();
    }

    private void changed() {
        StoreFixture.Staged staged =
                store.snapshot(acme).group("g", "ann", "u-1").group("made").users("ann", "u-1");
        staged.alter("g", "created_by = 'arn:aws:iam::1:user/DQUIXOTE'")
                .alter("made", "created_by = 'don@mancha.example'");
        texts(staged, "dquixote", "Don Quixote", "don@mancha.example", "rocinante-7");
        staged.publish();
    }

    private void texts(StoreFixture.Staged staged, String name, String displayName, String email, String externalId) {
        store.execute(
                "UPDATE staging.users SET user_name = ?, display_name = ?, email = ?,"
                        + " external_ids = jsonb_build_array(jsonb_build_object('issuer', 'idp', 'id', ?))"
                        + " WHERE snapshot = ? AND user_id = 'u-1'",
                name,
                displayName,
                email,
                externalId,
                staged.id);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void textsAreOverwrittenInAllHistoryAndTheRestStays() {
        String rest =
                "SELECT user_id, status, created_at, valid_from, valid_to, begins, ends FROM directory.user_periods"
                        + " ORDER BY source, user_id, valid_from";
        List<String> periods = store.rows(rest);
        List<String> memberships = store.rows("SELECT * FROM directory.memberships_history ORDER BY 1, 3, 4");
        List<String> others =
                store.rows("SELECT * FROM directory.user_periods WHERE source = 'other' ORDER BY user_id");

        CommandResult forgotten = run("forget", "acme", "--user", "u-1").isDone();

        assertThat(forgotten.out())
                .startsWith("user 'u-1' of source acme is forgotten in 2 periods\n  chain: "
                        + store.value("SELECT link FROM directory.chain WHERE kind = 'forgotten'") + "\n")
                .contains("Not reached", "backups", "write-ahead log", "replicas", "logs", "files given away")
                .doesNotContain(TEXTS);
        assertThat(store.rows("SELECT user_name, display_name, email, external_ids, salt, digest IS NOT NULL"
                        + " FROM directory.user_periods WHERE source = 'acme' AND user_id = 'u-1'"))
                .containsExactly("-|-|-|[]|-|true", "-|-|-|[]|-|true");
        assertThat(store.rows(rest)).isEqualTo(periods);
        assertThat(store.rows("SELECT * FROM directory.memberships_history ORDER BY 1, 3, 4"))
                .isEqualTo(memberships);
        assertThat(store.rows("SELECT * FROM directory.user_periods WHERE source = 'other' ORDER BY user_id"))
                .isEqualTo(others);
        assertThat(store.value("SELECT facts FROM directory.chain WHERE kind = 'forgotten'"))
                .contains("3:u-1", System.getProperty("user.name"), "1:21:0");
        run("verify").isDone();
    }

    @Test
    void eventsNeitherAppearNorVanish() {
        String events = "SELECT source, snapshot_id, changed_at, kind, group_id, member_type, member_id,"
                + " before IS NULL, after IS NULL FROM directory.changes ORDER BY 1, 2, 4, 5 NULLS FIRST, 7 NULLS FIRST";
        List<String> before = store.rows(events);
        List<String> compared = kinds();
        assertThat(before).filteredOn(event -> event.contains("user-changed")).hasSize(1);

        run("forget", "acme", "--user=u-1", "--principals").isDone();

        assertThat(store.rows(events)).isEqualTo(before);
        assertThat(
                        store.value(
                                "SELECT count(*) FROM directory.changes WHERE member_id = 'u-1' AND source = 'acme'"
                                        + " AND (user_name IS NOT NULL OR before ->> 'email' IS NOT NULL OR after ->> 'email' IS NOT NULL)"))
                .isEqualTo("0");
        assertThat(kinds()).isEqualTo(compared);
        asTheFixture();
        store.snapshot(acme)
                .group("g", "ann")
                .alter("g", "created_by = 'arn:aws:iam::1:user/DQUIXOTE'")
                .users("ann")
                .publish();
        assertThat(store.rows(events)).isEqualTo(before);
    }

    /** What changed between the first two snapshots, as diff tells it. */
    private List<String> kinds() {
        String first = String.valueOf(store.value(
                "SELECT min(published_at) AT TIME ZONE 'UTC' FROM directory.snapshots WHERE source = 'acme'"));
        String second =
                String.valueOf(store.value("SELECT min(published_at) AT TIME ZONE 'UTC' FROM directory.snapshots"
                        + " WHERE source = 'acme' AND NOT baseline"));
        return run("diff", "acme", "--from", first, "--to", second, "--format=csv").isDone().lines().stream()
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }

    @Test
    void namesOfPrincipalsAreForgottenWhereNothingCurrentHasThem() {
        List<String> principals = store.rows("SELECT name FROM directory.principals WHERE source = 'acme' ORDER BY 1");
        assertThat(principals).contains("arn:aws:iam::1:user/DQUIXOTE", "don@mancha.example", "mancha.example");

        CommandResult shown =
                run("forget", "acme", "--user=u-1", "--principals", "--dry-run").isDone();
        assertThat(shown.lines())
                .contains(
                        "  principal, which stays since what is current or staged has it: arn:aws:iam::1:user/DQUIXOTE",
                        "  principal: don@mancha.example")
                .noneMatch(line -> line.endsWith(": mancha.example"));

        CommandResult forgotten =
                run("forget", "acme", "--user=u-1", "--principals").isDone();

        assertThat(forgotten.out())
                .contains("names of principals: 1 forgotten, 1 left since what is current or staged has them");
        assertThat(store.rows("SELECT name, salt IS NULL, digest IS NULL FROM directory.principals"
                        + " WHERE source = 'acme' AND (name IS NULL OR name LIKE '%DQUIXOTE') ORDER BY 1"))
                .containsExactly("arn:aws:iam::1:user/DQUIXOTE|false|true", "-|true|false");
        run("verify").isDone();
    }

    @Test
    void dryRunShowsTheTextsAndChangesNothing() {
        String everything = "SELECT concat(h.ctid, h.xmin, h.xmax, h) AS row FROM directory.users_history h"
                + " UNION ALL SELECT concat(p.ctid, p.xmin, p) FROM directory.principal p"
                + " UNION ALL SELECT concat(l.ctid, l.xmin, l) FROM directory.link l"
                + " UNION ALL SELECT concat(f.ctid, f.xmin, f) FROM staging.fence f ORDER BY 1";
        List<String> before = store.rows(everything);

        CommandResult shown = run("forget", "acme", "--user=u-1", "--dry-run").isDone();

        assertThat(shown.lines())
                .containsExactly(
                        "user 'u-1' of source acme, 2 periods, would be forgotten:",
                        "  display name: Alonso Quijano",
                        "  display name: Don Quixote",
                        "  e-mail address: don@mancha.example",
                        "  external id: idp rocinante-7",
                        "  user name: alonso",
                        "  user name: dquixote",
                        "dry run, nothing is changed");
        assertThat(store.rows(everything)).isEqualTo(before);
    }

    @Test
    void userWhoIsCurrentIsRefused() {
        String advice = "remove the user from the identity store and sync first";

        run("forget", "other", "--user=u-1").isRefused(2, "user 'u-1' is current in source other", advice);
        run("forget", "other", "--user=u-1", "--dry-run").isRefused(2, "user 'u-1' is current", advice);

        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(other, epoch(other), kind -> {}));
        run("forget", "other", "--user=u-1").isDone();
        run("verify").isDone();
    }

    @Test
    void userWhoIsStagedIsRefused() {
        StoreFixture.Staged open = store.snapshot(acme).group("g", "ann", "u-1").users("ann", "u-1");

        run("forget", "acme", "--user=u-1")
                .isRefused(2, "user 'u-1' is staged in snapshot " + open.id, "which is open", "rollcall sync acme");

        store.execute("UPDATE directory.snapshot SET outcome = 'guarded' WHERE id = ?", open.id);
        run("forget", "acme", "--user=u-1", "--dry-run").isRefused(2, "which is guarded");
        store.execute("UPDATE directory.snapshot SET outcome = 'discarded' WHERE id = ?", open.id);
        run("forget", "acme", "--user=u-1").isDone();
        assertThat(store.value("SELECT count(*) FROM staging.users WHERE snapshot = ?", open.id))
                .isEqualTo("0");
    }

    @Test
    void unknownUserAndSourceAreRefused() {
        run("forget", "acme", "--user=u-2").isRefused(2, "source acme never had a user 'u-2'");
        run("forget", "acmee", "--user=u-1").isRefused(2, "there is no source acmee");
        run("forget", "acmee", "--user=u-1", "--dry-run").isRefused(2, "no source 'acmee'");
    }

    @Test
    void heldSourceIsBusy() throws SQLException {
        try (Connection holder = store.dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(x'524F4C4C'::int, " + acme + ")");

            run("forget", "acme", "--user=u-1").isRefused(5, "source acme: another run holds it");
        }
    }

    @Test
    void againThereIsNothingLeftAndAUserWhoComesBackIsForgottenAgain() {
        run("forget", "acme", "--user=u-1").isDone();
        assertThat(run("forget", "acme", "--user=u-1").isDone().out())
                .startsWith("user 'u-1' of source acme: there is nothing left to forget\n");
        assertThat(run("forget", "acme", "--user=u-1", "--dry-run").isDone().lines())
                .containsExactly("user 'u-1' of source acme: there is nothing left to forget");
        assertThat(store.value("SELECT count(*) FROM directory.chain WHERE kind = 'forgotten'"))
                .isEqualTo("1");

        asTheFixture();
        store.snapshot(acme).group("g", "ann", "u-1").users("ann", "u-1").publish();
        store.snapshot(acme).group("g", "ann").users("ann").publish();
        assertThat(run("forget", "acme", "--user=u-1").isDone().out()).contains("is forgotten in 1 period\n");
        run("verify").isDone();
    }

    @Test
    void noTextIsLeftInAnyTableIndexOrStatistic() throws SQLException {
        Map<String, List<String>> before = found();
        assertThat(before).containsKeys("directory.users_history", "directory.principal");
        String reader = "reader_" + ProcessHandle.current().pid();
        store.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'pw' IN ROLE rollcall_reader");
        try {
            assertThat(store.value("SELECT count(*) FROM staging.analyze_history(true)"))
                    .isEqualTo("0");
            assertThat(quotedTo(reader)).isNotEmpty();
            // Nothing current has the name any more.
            asTheFixture();
            store.snapshot(acme).group("g", "ann").users("ann").publish();

            run("forget", "acme", "--user=u-1", "--principals").isDone();

            assertThat(quotedTo(reader)).isEmpty();
        } finally {
            store.execute("DROP ROLE " + reader);
        }
        assertThat(found()).isEmpty();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void whereStatisticsCanNotBeRefreshedNowTheNextCallDoes() {
        assertThat(store.value("SELECT count(*) FROM staging.analyze_history(true)"))
                .isEqualTo("0");
        String quoted = "SELECT count(*) FROM pg_stats WHERE tablename = 'users_history'"
                + " AND concat(most_common_vals::text, histogram_bounds::text) LIKE '%Quixote%'";
        try (LockedTable held = LockedTable.maintained(store.dataSource, "directory.users_history")) {
            CompletableFuture<CommandResult> waiting =
                    new CommandCall(store.environment()).begin("forget", "acme", "--user=u-1");
            Awaitility.await().until(held::hasWaiter);
            // What a time-out of half a minute would do.
            assertThat(store.rows("SELECT pg_cancel_backend(l.pid) AS cancelled FROM pg_locks l"
                            + " WHERE NOT l.granted AND l.locktype = 'relation' AND l.database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .containsExactly("true");
            CommandResult failed = waiting.join();

            assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
            assertThat(failed.err()).contains("a table could not be vacuumed: ", "run the same again");
        }
        assertThat(store.value(quoted)).isNotEqualTo("0");

        assertThat(run("forget", "acme", "--user=u-1").isDone().out()).contains("there is nothing left to forget");

        assertThat(store.value(quoted)).isEqualTo("0");
    }

    /** The texts that a dump of the database has, by table; the catalog with its statistics included. */
    private Map<String, List<String>> found() {
        Map<String, List<String>> found = new TreeMap<>();
        List<String> tables = store.jdbc
                .sql("SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'm')"
                        + " AND c.relnamespace <> 'information_schema'::regnamespace")
                .query(String.class)
                .list();
        for (String table : tables) {
            List<String> texts = TEXTS.stream()
                    .filter(text -> !"0"
                            .equals(store.value(
                                    "SELECT count(*) FROM " + table + " t WHERE strpos(lower(t::text), lower(?)) > 0",
                                    text)))
                    .toList();
            if (!texts.isEmpty()) {
                found.put(table, texts);
            }
        }
        return found;
    }

    /** The texts in the files of tables and indexes, but for the unused space in their pages. */
    private List<String> onDisk() {
        store.execute("CHECKPOINT");
        return store
                .jdbc
                .sql("""
                        SELECT c.oid::regclass::text AS name, pg_read_binary_file(pg_relation_filepath(c.oid)) AS bytes
                          FROM pg_class c
                         WHERE c.relkind IN ('r', 'i', 't') AND pg_relation_size(c.oid) BETWEEN 1 AND 100000000
                        """)
                .query((row, n) -> row.getString("name") + ": " + texts(row.getBytes("bytes")))
                .list()
                .stream()
                .filter(file -> !file.endsWith("[]"))
                .toList();
    }

    private static List<String> texts(byte[] file) {
        int page = 8_192;
        for (int start = 0; start + page <= file.length; start += page) {
            int lower = Math.max(24, uint16(file, start + 12));
            int upper = Math.min(page, uint16(file, start + 14));
            for (int i = lower; i < upper; i++) {
                file[start + i] = 0;
            }
        }
        String content = new String(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return TEXTS.stream()
                .filter(text -> content.contains(text.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static int uint16(byte[] file, int at) {
        return (file[at] & 0xff) | (file[at + 1] & 0xff) << 8;
    }

    /** The texts in the planner's statistics, as a reader sees them. */
    private List<String> quotedTo(String reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        String.valueOf(store.environment().get("ROLLCALL_DB_URL")), reader, "pw");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT coalesce(string_agg(concat(most_common_vals::text,"
                        + " histogram_bounds::text, most_common_elems::text), ' '), '') FROM pg_stats")) {
            assertThat(rows.next()).isTrue();
            String quoted = rows.getString(1);
            return Stream.of("Don Quixote", "Alonso Quijano", "alonso", "dquixote", "don@mancha.example")
                    .filter(quoted::contains)
                    .toList();
        }
    }

    private long epoch(int source) {
        return Long.parseLong(String.valueOf(store.value("SELECT epoch FROM staging.fence WHERE source = ?", source)));
    }

    /** The command was a later run: the fixture's is made the current one again. */
    private void asTheFixture() {
        store.execute("UPDATE staging.fence SET epoch = ?", StoreFixture.EPOCH);
    }

    private CommandResult run(String... args) {
        return CommandCall.run(store.environment(), args);
    }
}
