package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.LastRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader's own view on each view and function of the contract goes through a migration made by the rule of {@code
 * db/README.md}: here the type of {@code memberships_history.membership_id} changes under three views and a function, and
 * memberships get a column more.
 */
class ReadersOwnViewsTest {
    private static final String READERS = "R__2_readers.sql";
    private static final List<String> VIEWS = List.of(
            "groups",
            "memberships",
            "users",
            "changes",
            "snapshots",
            "gaps",
            "freshness",
            "running",
            "last_runs",
            "group_periods",
            "membership_periods",
            "user_periods");
    private static final List<String> FUNCTIONS =
            List.of("groups_as_of", "memberships_as_of", "users_as_of", "coverage");

    private final StoreFixture store = new StoreFixture();
    private final String reader = "reader_" + ProcessHandle.current().pid();

    @TempDir
    Path scratch;

    @BeforeEach
    void publishAndCreateViews() {
        int source = store.source("acme");
        store.snapshot(source).group("g", "ann").group("h").users("ann").publish();
        store.snapshot(source)
                .group("g", "ann", "bob")
                .gap("h")
                .users("ann", "bob")
                .publish();
        new LastRuns(store.jdbc).opened(new LastRuns(store.jdbc).begin(source), store.snapshot(source).id);
        store.execute("CREATE ROLE " + reader + " IN ROLE rollcall_reader");
        store.execute("CREATE SCHEMA mine AUTHORIZATION " + reader);
        VIEWS.forEach(view -> create(view, "directory." + view));
        FUNCTIONS.forEach(function -> create(function, "directory." + function + "(clock_timestamp())"));
    }

    @AfterEach
    void close() {
        store.execute("DROP OWNED BY " + reader);
        store.execute("DROP ROLE " + reader);
        store.close();
    }

    @Test
    void answerAfterTheMigrationAsBefore() {
        Map<String, List<String>> before = answers();
        assertThat(before)
                .hasSize(VIEWS.size() + FUNCTIONS.size())
                .allSatisfy((view, rows) -> assertThat(rows).isNotEmpty());

        Migrations next = new Migrations(store.dataSource, nextVersion().location(), LockWait.DEFAULT);
        assertThat(next.migrate()).isEqualTo(2);

        assertThat(store.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'directory.memberships_history'::regclass AND attname = 'membership_id'"))
                .isEqualTo("character varying(200)");
        assertThat(answers()).isEqualTo(before);
        assertThat(store.rows("SELECT member_id, begins FROM directory.memberships ORDER BY 1"))
                .containsExactly("ann|k", "bob|n");
        assertThat(store.rows("SELECT member_id, begins FROM directory.memberships_as_of(now())" + " ORDER BY 1"))
                .containsExactly("ann|k", "bob|n");
    }

    private void create(String name, String relation) {
        store.execute("CREATE VIEW mine." + name + " AS SELECT * FROM " + relation);
        store.execute("ALTER VIEW mine." + name + " OWNER TO " + reader);
    }

    /** A view's rows are read with the rights of its owner. Of each, all but what differs at every call. */
    private Map<String, List<String>> answers() {
        Map<String, List<String>> answers = new TreeMap<>();
        for (String view : VIEWS) {
            answers.put(view, answer(view));
        }
        for (String function : FUNCTIONS) {
            answers.put(function, answer(function));
        }
        return answers;
    }

    private List<String> answer(String view) {
        return store.rows("SELECT (to_jsonb(x) - 'age')::text AS x FROM mine." + view + " x ORDER BY 1");
    }

    private MigrationFolder nextVersion() {
        MigrationFolder folder = MigrationFolder.copy(scratch);
        folder.write("V4__membership_ids.sql", """
                -- 1. No view uses the column any more.
                %s
                %s
                %s
                -- 2. The table changes, and the type gets its attribute at the end.
                ALTER TABLE directory.memberships_history
                    ALTER COLUMN membership_id TYPE varchar(200) COLLATE "C";
                ALTER TYPE directory.membership_as_of ADD ATTRIBUTE begins "char";
                """.formatted(
                withoutIds(view("memberships")), withoutIds(view("membership_periods")), withoutIds(view("changes"))));
        // 3. The final views, and the function, are in the repeatable migration.
        String cast =
                readers().replace("       h.membership_id,\n", "       h.membership_id::text AS membership_id,\n");
        String now = "       p.name AS created_by,\n       h.valid_from\n";
        String asOf = "       nullif(h.valid_to, 'infinity') AS valid_to\n  FROM directory.memberships_history";
        return folder.write(READERS, cast)
                .replace(READERS, now, now.replace("h.valid_from", "h.valid_from,\n       h.begins"))
                .replace(READERS, asOf, asOf.replace("valid_to\n", "valid_to,\n       h.begins\n"));
    }

    private static String withoutIds(String view) {
        String placeholder = "NULL::text COLLATE \"C\"";
        return view.replace("       h.membership_id,\n", "       " + placeholder + " AS membership_id,\n")
                .replaceAll("\\b[abh]\\.membership_id", Matcher.quoteReplacement(placeholder));
    }

    private static String view(String name) {
        Matcher view = Pattern.compile("CREATE OR REPLACE VIEW directory\\." + name + " AS\n.*?;\n", Pattern.DOTALL)
                .matcher(readers());
        assertThat(view.find()).as(name).isTrue();
        return view.group();
    }

    private static String readers() {
        try {
            return Files.readString(MigrationFolder.ORIGINAL.resolve(READERS));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
