package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A condition on an id reads a few pages of a large history, whatever the collation of the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsOfPlanTest {
    /** Pages of 8 KiB. The 40 members of a group are found by some seven each: their own rows, and those of users. */
    private static final int FEW = 400;

    private final StoreFixture store = new StoreFixture();

    @BeforeAll
    void publish() {
        int source = store.source("acme");
        store.execute(
                "INSERT INTO directory.group_key (source, group_id) SELECT ?, 'g' || n FROM generate_series(1,"
                        + " 1500) n",
                source);
        store.execute(
                "INSERT INTO directory.member_key (source, member_type, member_id)"
                        + " SELECT ?, 'user', 'u' || n FROM generate_series(1, 6000) n",
                source);
        store.execute("""
                INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, external_ids)
                SELECT '2026-03-01', no, 'k', true, '[]' FROM directory.group_key
                """);
        store.execute("""
                INSERT INTO directory.users_history (valid_from, user_no, begins, external_ids)
                SELECT '2026-03-01', no, 'k', '[]' FROM directory.member_key
                """);
        store.execute("""
                INSERT INTO directory.memberships_history (valid_from, group_no, member_no, begins, membership_id)
                SELECT '2026-03-01', k.no, n.no, 'k', k.no || '-' || n.no
                  FROM directory.group_key k
                  JOIN directory.member_key n ON (n.no + k.no) % 150 = 0
                """);
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
        "groups_as_of, group_id, g77, 1",
        "memberships_as_of, group_id, g77, 40",
        "memberships_as_of, member_id, u77, 10",
        "users_as_of, user_id, u77, 1",
    })
    void conditionOnAnIdUsesAnIndex(String function, String column, String id, int rows) {
        JsonNode plan = JsonMapper.shared()
                .readTree(store.jdbc
                        .sql("EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) SELECT * FROM directory." + function
                                + "('2026-03-02') WHERE source = 'acme' AND " + column + " = '" + id + "'")
                        .query(String.class)
                        .single())
                .get(0)
                .get("Plan");

        assertThat(plan.get("Actual Rows").asInt()).isEqualTo(rows);
        assertThat(readWhole(plan)).isSubsetOf("source");
        assertThat(plan.get("Shared Hit Blocks").asInt()
                        + plan.get("Shared Read Blocks").asInt())
                .isLessThan(FEW);
    }

    @Test
    void membersOfOneGroupInThePastAreFoundByIndexes() {
        List<String> plan = store.jdbc.sql("""
                        EXPLAIN SELECT * FROM directory.memberships_as_of('2026-03-02')
                         WHERE source = 'acme' AND group_id = 'g77'
                        """).query(String.class).list();

        assertThat(String.join("\n", plan)).contains("memberships_of_group", "group_key_source_group_id_key");
    }

    private static List<String> readWhole(JsonNode plan) {
        List<String> relations = new ArrayList<>();
        if (plan.get("Node Type").asString().equals("Seq Scan")) {
            relations.add(plan.get("Relation Name").asString());
        }
        JsonNode parts = plan.get("Plans");
        if (parts != null) {
            parts.forEach(part -> relations.addAll(readWhole(part)));
        }
        return relations;
    }
}
