package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A condition on an id reads a few pages of a large history, whatever the collation of the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsOfPlanTest {
    /** Pages of 8 KiB that a row of an answer may cost: its own, and those of what its numbers stand for. */
    private static final int A_ROW = 20;

    /** Pages that an answer may cost besides. */
    private static final int BESIDES = 100;

    private static final int NIGHTS = 300;

    private final StoreFixture store = new StoreFixture();

    /**
     * A source with 1,500 groups of 40 members each. Every night a member of each of three groups leaves and another one
     * joins, and group g1 gets another name.
     */
    @BeforeAll
    void publish() {
        int source = store.source("acme");
        for (String sql : List.of("""
                INSERT INTO directory.group_key (source, group_id) SELECT %d, 'g' || n FROM generate_series(1, 1500) n
                """, """
                INSERT INTO directory.member_key (source, member_type, member_id)
                SELECT %d, 'user', 'u' || n FROM generate_series(1, 6300) n
                """, """
                INSERT INTO directory.principal (source, name) SELECT %d, 'admin' || n FROM generate_series(1, 2000) n
                """, """
                INSERT INTO directory.snapshot (source, outcome, baseline, rollcall_version, published_at)
                SELECT %d, 'published', n = 0, 'test', timestamptz '2026-03-01Z' + make_interval(days => n)
                  FROM generate_series(0, 300) n
                """)) {
            store.execute(sql.formatted(source));
        }
        store.execute("""
                INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, external_ids, display_name)
                SELECT '2026-03-01Z', no, 'k', true, '[]', group_id FROM directory.group_key
                """);
        store.execute("""
                INSERT INTO directory.users_history (valid_from, user_no, begins, external_ids)
                SELECT '2026-03-01Z', no, 'k', '[]' FROM directory.member_key
                """);
        store.execute("""
                INSERT INTO directory.memberships_history (valid_from, group_no, member_no, created_by, begins, membership_id)
                SELECT '2026-03-01Z', k.no, n.no, 1 + (k.no + n.no) % 2000, 'k', k.no || '-' || n.no
                  FROM directory.group_key k
                  JOIN directory.member_key n ON (n.no + k.no) % 150 = 0 AND n.no <= 6000
                """);
        store.execute("""
                DO $$
                BEGIN
                    FOR night IN 1..%d LOOP
                        UPDATE directory.groups_history SET valid_to = timestamptz '2026-03-01Z' + make_interval(days => night),
                               ends = 'c'
                         WHERE group_no = 1 AND valid_to = 'infinity';
                        INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, external_ids,
                               display_name)
                        VALUES (timestamptz '2026-03-01Z' + make_interval(days => night), 1, 'c', true, '[]', 'g1 v' || night);
                        UPDATE directory.memberships_history SET valid_to = timestamptz '2026-03-01Z'
                               + make_interval(days => night), ends = 'g'
                         WHERE (group_no, member_no) IN (
                               SELECT h.group_no, min(h.member_no) FROM directory.memberships_history h
                                WHERE h.group_no IN (1, 77, 2 + night) AND h.valid_to = 'infinity' GROUP BY h.group_no)
                           AND valid_to = 'infinity';
                        INSERT INTO directory.memberships_history (valid_from, group_no, member_no, begins, membership_id)
                        SELECT timestamptz '2026-03-01Z' + make_interval(days => night), g, 6000 + night, 'n', g || '-' || night
                          FROM unnest(ARRAY[1, 77, 2 + night]) g GROUP BY g;
                    END LOOP;
                END
                $$
                """.formatted(NIGHTS));
        store.jdbc
                .sql("SELECT staging.analyze_history(true)")
                .query((row, n) -> true)
                .list();
    }

    @AfterAll
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "groups, group_id, g77, 1",
        "groups, group_id, g1, 1",
        "memberships, group_id, g77, 40",
        "memberships, member_id, u6177, 1",
        "users, user_id, u77, 1",
        "group_periods, group_id, g77, 1",
        "membership_periods, group_id, g77, 340",
        "membership_periods, member_id, u6177, 3",
        "user_periods, user_id, u77, 1",
        "changes, group_id, g77, 600",
        "changes, member_id, u6177, 5",
        "groups_as_of('2026-05-02Z'), group_id, g77, 1",
        "memberships_as_of('2026-05-02Z'), group_id, g77, 40",
        "groups_as_of('2026-05-02Z'), group_id, g1, 1",
        "memberships_as_of('2026-09-17Z'), member_id, u6177, 3",
        "users_as_of('2026-05-02Z'), user_id, u77, 1",
    })
    void conditionOnAnIdUsesAnIndex(String relation, String column, String id, int rows) {
        QueryPlan plan = plan(
                "SELECT * FROM directory." + relation + " WHERE source = 'acme' AND " + column + " = '" + id + "'");

        assertThat(plan.rows()).isEqualTo(rows);
        assertThat(plan.readWhole()).isSubsetOf("source", "snapshot");
        assertThat(plan.pages()).isLessThan(A_ROW * rows + 2 * versions(column, id) + BESIDES);
    }

    @Test
    void changesOfADayAreFoundByIndexes() {
        QueryPlan plan = plan(
                "SELECT * FROM directory.changes WHERE changed_at >= '2026-07-02Z' AND changed_at < '2026-07-03Z'");

        assertThat(plan.rows()).isEqualTo(7);
        assertThat(plan.readWhole()).isSubsetOf("source", "snapshot");
        assertThat(plan.pages()).isLessThan(A_ROW * 7 + BESIDES);
    }

    /** Each row meeting each version would be the square of them. */
    @Test
    void namesOfAGroupThatChangesEveryNightCostNoMoreThanOthers() {
        QueryPlan plan = plan("SELECT group_name FROM directory.changes WHERE source = 'acme' AND group_id = 'g1'"
                + " AND kind IN ('member-joined', 'member-left')");

        assertThat(plan.rows()).isEqualTo(2 * NIGHTS);
        assertThat(plan.pages()).isLessThan(A_ROW * 2 * NIGHTS + BESIDES);
    }

    @Test
    void whatIsNotAskedIsNotLookedUp() {
        QueryPlan plan = plan("SELECT count(*) FROM directory.changes WHERE kind = 'member-joined'");

        assertThat(plan.relations()).doesNotContain("groups_history", "users_history", "principal");
    }

    @Test
    void membersOfOneGroupInThePastAreFoundByIndexes() {
        List<String> plan = store.jdbc.sql("""
                        EXPLAIN SELECT * FROM directory.memberships_as_of('2026-03-02Z')
                         WHERE source = 'acme' AND group_id = 'g77'
                        """).query(String.class).list();

        assertThat(String.join("\n", plan)).contains("memberships_of_group", "group_key_source_group_id_key");
    }

    private QueryPlan plan(String sql) {
        return QueryPlan.of(store.jdbc, sql);
    }

    /** Rows of history of a group or a user, their memberships included. */
    private int versions(String column, String id) {
        String sql = column.equals("group_id") ? """
                SELECT (SELECT count(*) FROM directory.memberships_history h WHERE h.group_no = k.no)
                       + (SELECT count(*) FROM directory.groups_history h WHERE h.group_no = k.no)
                  FROM directory.group_key k WHERE k.group_id = ?
                """ : """
                SELECT (SELECT count(*) FROM directory.memberships_history h WHERE h.member_no = k.no)
                       + (SELECT count(*) FROM directory.users_history h WHERE h.user_no = k.no)
                  FROM directory.member_key k WHERE k.member_id = ?
                """;
        return store.jdbc.sql(sql).param(id).query(Integer.class).single();
    }
}
