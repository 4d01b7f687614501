package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.User;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.publish.Integrity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database that a released version made is migrated with its history intact. Each release leaves a dump of one in
 * {@code src/test/resources/dev/rollcall/database/released}; the state of today is tried with a version to come, made up.
 */
class UpgradeTest {
    private static final Path RELEASED = Path.of("src/test/resources/dev/rollcall/database/released");
    private static final String TODAY = "today";

    /** What differs from call to call, or tells of the schema itself. */
    private static final String VOLATILE = "age";

    @TempDir
    private static Path folder;

    @TempDir
    private Path scratch;

    private static DatabaseDump today;

    /** With all that a program leaves in its database: published, guarded and interrupted snapshots, a chain of each kind. */
    @BeforeAll
    static void makeToday() {
        today = made(folder.resolve(TODAY + ".zip"));
    }

    private static DatabaseDump made(Path file) {
        SandboxDirectory directory = SandboxDirectory.generate(912, Shape.of(12, 150, 40), Cloud.AWS);
        try (CliFixture cli = new CliFixture(Cloud.AWS, directory)) {
            cli.run("sync", "acme").isDone();
            directory.change(1);
            cli.run("sync", "acme").isDone();
            cli.run("prune", "acme", "--older-than=0d").isDone();
            User gone = directory.users().findFirst().orElseThrow();
            directory.removeUser(gone.id());
            cli.sandbox().faults().denyGroup(directory.groups().get(0).id());
            cli.run("sync", "acme").endsWith(4);
            cli.run("forget", "acme", "--user", gone.id()).isDone();
            cli.sandbox().faults().clear();
            directory.groups().stream().limit(8).toList().forEach(group -> directory.removeGroup(group.id()));
            CommandResult guarded = cli.run("sync", "acme").endsWith(3);
            String consent = guarded.out().replaceAll("(?s).*(--accept-removals=\\d+).*", "$1");
            cli.run("sync", "acme", consent).isDone();
            cli.run("retire", "acme").isDone();
            cli.run("sync", "acme").isDone();
            directory.change(2);
            cli.run("sync", "acme").isDone();
            cli.sandbox().faults().denyOperation("ListGroupMemberships");
            cli.run("sync", "acme").endsWith(1);
            cli.run("rename", "acme", "emea").isDone();
            return DatabaseDump.write(cli.database(), MigrationFolder.ORIGINAL, file);
        }
    }

    static List<DatabaseDump> dumps() {
        try (Stream<Path> files = Files.isDirectory(RELEASED) ? Files.list(RELEASED) : Stream.empty()) {
            return Stream.concat(Stream.of(folder.resolve(TODAY + ".zip")), files.sorted())
                    .map(DatabaseDump::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void historyIsIntactAfterTheMigrationToThisProgram(DatabaseDump dump) {
        try (TestDatabase database = TestDatabase.create()) {
            dump.restore(database, scratch);
            State before = State.of(database, null);
            assertThat(before.rows().get("directory.changes")).isNotEmpty();

            run(database, "migrate").isDone();

            assertThat(State.of(database, before)).isEqualTo(before);
            assertThat(new Integrity(database.dataSource()).whole()).isEmpty();
            assertThat(run(database, "verify").isDone().out()).contains("links hold");
        }
    }

    @Test
    void historyIsIntactAfterTheMigrationToAVersionToCome() {
        try (TestDatabase database = TestDatabase.create()) {
            today.restore(database, scratch);
            State before = State.of(database, null);
            List<String> chain = List.of("published", "pruned", "forgotten", "retired", "renamed");
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            assertThat(jdbc.sql("SELECT DISTINCT kind FROM directory.chain")
                            .query(String.class)
                            .list())
                    .containsExactlyInAnyOrderElementsOf(chain);

            assertThat(toCome(database).migrate()).isEqualTo(2);

            assertThat(jdbc.sql("SELECT version FROM directory.schema_version")
                            .query(String.class)
                            .single())
                    .isEqualTo("4");
            assertThat(State.of(database, before)).isEqualTo(before);
            assertThat(jdbc.sql("SELECT count(*) FROM directory.users WHERE title IS NULL")
                            .query(Long.class)
                            .single())
                    .isPositive();
            assertThat(new Integrity(database.dataSource()).whole()).isEmpty();
            assertThat(run(database, "verify").isDone().out()).contains("emea: ", "links hold");
        }
    }

    @Test
    void olderProgramSaysThatTheSchemaIsNewerAndChangesNothing() {
        try (TestDatabase database = TestDatabase.create()) {
            today.restore(database, scratch);
            int unused = toCome(database).migrate();
            State before = State.of(database, null);

            for (String line : List.of(
                    "migrate",
                    "rename emea acme",
                    "retire emea",
                    "prune --older-than=0d",
                    "prune --older-than=0d --dry-run",
                    "forget emea --user=u")) {
                run(database, line.split(" "))
                        .isRefused(2, "its schema has version 4, which a newer Rollcall made", "use the newer one");
            }

            assertThat(State.of(database, before)).isEqualTo(before);
            // What only reads asks views and functions that are as they were.
            run(database, "verify").isDone();
            run(database, "query", "freshness").isDone();
        }
    }

    @Test
    void everyReleaseHasItsDump() throws IOException {
        ReleasedMigrations released = ReleasedMigrations.in(Files.readString(ReleasedMigrations.LIST));
        for (String release : released.files().stream()
                .map(ReleasedMigrations.Released::release)
                .distinct()
                .toList()) {
            Path file = RELEASED.resolve(release + ".zip");
            assertThat(file).as("made by -Drollcall.write-dump=%s", release).exists();
            DatabaseDump dump = new DatabaseDump(file);
            Path migrations = Files.createDirectory(scratch.resolve(release));
            for (Map.Entry<String, String> migration : dump.migrations().entrySet()) {
                Files.writeString(migrations.resolve(migration.getKey()), migration.getValue());
            }
            assertThat(ReleasedMigrations.of(release, migrations).files())
                    .containsExactlyInAnyOrderElementsOf(released.files().stream()
                            .filter(migration -> migration.release().equals(release))
                            .toList());
        }
    }

    /** For a release: see {@code db/README.md}. */
    @Test
    @EnabledIfSystemProperty(named = "rollcall.write-dump", matches = "\\d+\\.\\d+\\.\\d+")
    void writeTheDumpOfARelease() throws IOException {
        Files.createDirectories(RELEASED);
        Files.copy(today.file(), RELEASED.resolve(System.getProperty("rollcall.write-dump") + ".zip"));
    }

    /** Users get a column, as a version to come might give them one. */
    private Migrations toCome(TestDatabase database) {
        try {
            MigrationFolder next = MigrationFolder.copy(Files.createDirectory(scratch.resolve("to-come")));
            next.write("V4__titles.sql", """
                    ALTER TABLE directory.users_history ADD COLUMN title text;
                    COMMENT ON COLUMN directory.users_history.title IS 'Title; null when the provider gives none.';
                    """);
            String view = "       u.name AS updated_by,\n       h.valid_from\n  FROM directory.users_history h";
            next.replace("R__2_readers.sql", view, view.replace("h.valid_from\n", "h.valid_from,\n       h.title\n"));
            return new Migrations(database.dataSource(), next.location(), LockWait.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What tables and views hold, each row as text, and what was asked as of each publish.
     *
     * @param columns of each table and view
     */
    private record State(Map<String, List<String>> columns, Map<String, List<String>> rows) {
        private static final String RELATIONS = """
                SELECT c.oid::regclass::text FROM pg_class c
                 WHERE c.relkind IN ('r', 'v', 'c') AND c.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace)
                   AND c.oid NOT IN ('directory.schema_version'::regclass, 'directory.installation'::regclass)
                   AND (c.relkind <> 'c' OR c.relname LIKE '%\\_as\\_of')
                """;

        /** And the types of their rows. */
        private static final Map<String, String> FUNCTIONS = Map.of(
                "groups_as_of", "directory.group_as_of",
                "memberships_as_of", "directory.membership_as_of",
                "users_as_of", "directory.user_as_of");

        /** @param former which columns to look at: those that were there before; null for all */
        static State of(TestDatabase database, @Nullable State former) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            Map<String, List<String>> columns = former == null ? columns(jdbc) : former.columns();
            Map<String, List<String>> rows = new TreeMap<>();
            columns.forEach((relation, names) -> {
                if (!FUNCTIONS.containsValue(relation)) {
                    rows.put(relation, rows(jdbc, names, relation));
                }
            });
            FUNCTIONS.forEach((function, type) -> rows.put(
                    function,
                    rows(
                            jdbc,
                            columns.getOrDefault(type, List.of()),
                            "(SELECT x.* FROM directory.snapshot n CROSS JOIN LATERAL directory." + function
                                    + "(n.published_at) x WHERE n.outcome = 'published') f")));
            return new State(columns, rows);
        }

        private static List<String> rows(JdbcClient jdbc, List<String> columns, String from) {
            return jdbc.sql("SELECT to_jsonb(q)::text FROM (SELECT " + String.join(", ", columns) + " FROM " + from
                            + ") q ORDER BY 1")
                    .query(String.class)
                    .list();
        }

        private static Map<String, List<String>> columns(JdbcClient jdbc) {
            Map<String, List<String>> columns = new TreeMap<>();
            for (String relation : jdbc.sql(RELATIONS).query(String.class).list()) {
                columns.put(
                        relation,
                        jdbc
                                .sql(
                                        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = CAST(? AS regclass)"
                                                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
                                .param(relation)
                                .query(String.class)
                                .list()
                                .stream()
                                .filter(column -> !column.equals(VOLATILE))
                                .toList());
            }
            return columns;
        }
    }

    private static CommandResult run(TestDatabase database, String... args) {
        return CommandCall.run(DatabaseEnvironment.of(database.url(), database.user(), database.password()), args);
    }
}
