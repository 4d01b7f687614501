package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers rely on these names and types: columns may be added at the end, none may go or change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadersContractTest {
    private static final String GROUPS =
            "source text, group_id text, display_name text, description text, external_ids jsonb, created_at"
                    + " timestamptz, created_by text, updated_at timestamptz, updated_by text, member_count bigint,"
                    + " valid_from timestamptz";
    private static final String MEMBERSHIPS =
            "source text, group_id text, group_name text, member_type text, member_id text, user_name text, member_name"
                    + " text, email text, membership_id text, created_at timestamptz, created_by text, valid_from"
                    + " timestamptz";
    private static final String USERS =
            "source text, user_id text, user_name text, display_name text, email text, status text, external_ids jsonb,"
                    + " created_at timestamptz, created_by text, updated_at timestamptz, updated_by text, valid_from"
                    + " timestamptz";

    private static final Map<String, String> VIEWS = Map.ofEntries(
            Map.entry("groups", GROUPS),
            Map.entry("memberships", MEMBERSHIPS),
            Map.entry("users", USERS),
            Map.entry(
                    "changes",
                    "source text, snapshot_id bigint, changed_at timestamptz, kind text, group_id text, group_name text,"
                            + " member_type text, member_id text, user_name text, before jsonb, after jsonb"),
            Map.entry(
                    "snapshots",
                    "source text, snapshot_id bigint, outcome text, baseline boolean, started_at timestamptz, read_from"
                            + " timestamptz, read_to timestamptz, published_at timestamptz, groups bigint, memberships"
                            + " bigint, users bigint, groups_created bigint, groups_deleted bigint, members_joined"
                            + " bigint, members_left bigint, gaps bigint, requests bigint, runs integer, consented_at"
                            + " timestamptz, consented_by text, rollcall_version text, scope text, with_users boolean,"
                            + " retries bigint, throttles bigint, groups_changed bigint, users_created bigint,"
                            + " users_changed bigint, users_deleted bigint, sampled_groups bigint, drifted_groups bigint,"
                            + " chain text"),
            Map.entry("gaps", "source text, group_id text, group_name text, reason text, since timestamptz"),
            Map.entry(
                    "group_periods",
                    "source text, group_id text, display_name text, description text, external_ids jsonb, created_at"
                            + " timestamptz, created_by text, updated_at timestamptz, updated_by text, valid_from"
                            + " timestamptz, valid_to timestamptz, begins text, ends text, members_read boolean,"
                            + " created_by_digest text, updated_by_digest text"),
            Map.entry(
                    "membership_periods",
                    MEMBERSHIPS + ", valid_to timestamptz, begins text, ends text, created_by_digest text"),
            Map.entry(
                    "user_periods",
                    USERS + ", valid_to timestamptz, begins text, ends text, salt text, digest text, created_by_digest"
                            + " text, updated_by_digest text"),
            Map.entry("principals", "source text, name text, salt text, digest text"),
            Map.entry("gap_periods", "source text, group_id text, since timestamptz, until timestamptz"),
            Map.entry(
                    "chain",
                    "source text, seq bigint, kind text, at timestamptz, snapshot_id bigint, facts text, link text"),
            Map.entry("schema_version", "version text, rollcall_version text"),
            Map.entry(
                    "last_runs",
                    "source text, snapshot_id bigint, started_at timestamptz, ended_at timestamptz, outcome text, exit_code"
                            + " integer, code text, message text, seconds double precision, requests bigint, retries"
                            + " bigint, throttles bigint, host text, process bigint, notices_undelivered bigint,"
                            + " notices_since timestamptz"),
            Map.entry(
                    "running",
                    "source text, snapshot_id bigint, since timestamptz, run_since timestamptz, host text, process bigint,"
                            + " step text, groups_listed bigint, groups_read bigint, gaps bigint, requests bigint, throttles"
                            + " bigint, memberships_read bigint, users_read bigint, rate double precision, expected_end"
                            + " timestamptz"),
            Map.entry(
                    "freshness",
                    "source text, provider text, identity_store_id text, snapshot_id bigint, published_at timestamptz,"
                            + " age interval, history_from timestamptz, users_read_at timestamptz, groups bigint,"
                            + " memberships bigint, users bigint, gaps bigint"));

    private static final Map<String, String> FUNCTIONS = Map.of(
            "groups_as_of", GROUPS + ", valid_to timestamptz",
            "memberships_as_of", MEMBERSHIPS + ", valid_to timestamptz",
            "users_as_of", USERS + ", valid_to timestamptz",
            "coverage", "source text, covered boolean");

    private final StoreFixture store = new StoreFixture();

    @BeforeAll
    void publish() {
        int source = store.source("acme");
        store.snapshot(source).group("g", "ann").users("ann").publish();
        store.snapshot(source).group("g", "ann", "bob").users("ann", "bob").publish();
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void viewsHaveTheirColumns() {
        VIEWS.forEach((view, columns) ->
                assertThat(columns("directory." + view)).as(view).isEqualTo(columns));
        assertThat(store.rows("SELECT viewname FROM pg_views WHERE schemaname = 'directory'"))
                .containsExactlyInAnyOrderElementsOf(VIEWS.keySet());
    }

    @Test
    void functionsHaveTheirColumns() {
        FUNCTIONS.forEach((function, columns) ->
                assertThat(columns(returned(function))).as(function).isEqualTo(columns));
    }

    @Test
    void askingForAMembershipGivesOneRow() {
        assertThat(columns("directory.membership_answer"))
                .isEqualTo("answer text, seen_from timestamptz, seen_to timestamptz, basis text");
        assertThat(store.value("""
                        SELECT pg_get_function_arguments(oid) || ' -> ' || pg_get_function_result(oid)
                          FROM pg_proc WHERE oid = to_regproc('directory.was_member')
                        """))
                .isEqualTo("source text, group_id text, member_id text, t timestamp with time zone"
                        + " -> SETOF directory.membership_answer");
        assertThat(store.jdbc
                        .sql("EXPLAIN SELECT * FROM directory.was_member('acme', 'g', 'ann', now())")
                        .query(String.class)
                        .list())
                .noneMatch(line -> line.contains("Function Scan"));
    }

    /** Only plain SQL, STABLE, with the invoker's rights and without SET is inlined. */
    @ParameterizedTest
    @ValueSource(strings = {"groups_as_of", "memberships_as_of", "users_as_of", "coverage"})
    void asOfFunctionsAreInlined(String function) {
        List<String> plan = store.jdbc
                .sql("EXPLAIN SELECT * FROM directory." + function + "(now()) WHERE source = 'acme'")
                .query(String.class)
                .list();

        assertThat(plan).noneMatch(line -> line.contains("Function Scan"));
    }

    @Test
    void everythingIsCommented() {
        assertThat(store.rows("""
                        SELECT a.attrelid::regclass || '.' || a.attname AS x
                          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                         WHERE c.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace,
                                                  'batch'::regnamespace)
                           AND c.relkind IN ('r', 'v', 'c') AND a.attnum > 0 AND NOT a.attisdropped
                           AND c.relname <> 'schema_history' AND col_description(c.oid, a.attnum) IS NULL
                        UNION ALL
                        SELECT c.oid::regclass::text FROM pg_class c
                         WHERE c.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace,
                                                  'batch'::regnamespace)
                           AND c.relkind IN ('r', 'v') AND c.relname <> 'schema_history'
                           AND obj_description(c.oid, 'pg_class') IS NULL
                        UNION ALL
                        SELECT t.oid::regtype::text FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
                         WHERE t.typnamespace IN ('directory'::regnamespace, 'staging'::regnamespace)
                           AND c.relkind = 'c' AND obj_description(t.oid, 'pg_type') IS NULL
                        UNION ALL
                        SELECT p.oid::regprocedure::text FROM pg_proc p
                         WHERE p.pronamespace IN ('directory'::regnamespace, 'staging'::regnamespace)
                           AND obj_description(p.oid, 'pg_proc') IS NULL
                        """)).isEmpty();
    }

    /** The composite type whose rows a function of one time returns. */
    private String returned(String function) {
        return String.valueOf(store.value("""
                SELECT t.typrelid::regclass
                  FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype
                 WHERE p.proname = ? AND p.pronamespace = 'directory'::regnamespace AND p.proretset
                   AND pg_get_function_identity_arguments(p.oid) = 't timestamp with time zone'
                """, function));
    }

    private String columns(String view) {
        return String.valueOf(store.value("""
                SELECT string_agg(a.attname || ' '
                           || replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
                           ', ' ORDER BY a.attnum)
                  FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attnum > 0
                """, view));
    }
}
