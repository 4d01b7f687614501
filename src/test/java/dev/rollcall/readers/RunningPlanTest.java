package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.SqlFile;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look at a run that reads 50,000 groups costs pages of these groups alone, and none of what they hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningPlanTest {
    private static final int GROUPS = 50_000;

    /**
     * Pages of 8 KiB that a look at a source may cost, 3,460 on PostgreSQL 18: its groups once, and their checkpoints for
     * how far they are read and for what was sent. One by one they would be 600,000.
     */
    private static final int MOST_PAGES = 5_000;

    private final StoreFixture store = new StoreFixture();

    /** Three sources under way, of which acme has read half; and 300,000 memberships. */
    @BeforeAll
    void stage() {
        for (String name : new String[] {"other", "third", "acme"}) {
            long snapshot = store.snapshot(store.source(name)).id;
            store.execute("""
                    INSERT INTO staging.groups (snapshot, group_id, group_no, reading, display_name, external_ids, expected)
                    SELECT %d, gen_random_uuid(), n, 0, 'Group number ' || n, '[]', 50000 / n
                      FROM generate_series(1, %d) n
                    """.formatted(snapshot, GROUPS));
            store.execute("""
                    INSERT INTO staging.group_checkpoint (snapshot, group_no, state, pages, memberships)
                    SELECT %d, n, CASE WHEN n %% 2 = 0 THEN 'complete' ELSE 'pending' END, n %% 2, n %% 2 * 40
                      FROM generate_series(1, %d) n
                    """.formatted(snapshot, GROUPS));
            store.execute("""
                    INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                    SELECT %d, 1 + n %% %d, 0, n, 'user', gen_random_uuid(), gen_random_uuid()
                      FROM generate_series(1, 100000) n
                    """.formatted(snapshot, GROUPS));
        }
        store.jdbc.sql("SELECT staging.analyze()").query((row, n) -> true).list();
    }

    @AfterAll
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM directory.running", "status"})
    void lookCostsWhatTheGroupsUnderWayTakeAndNothingOfTheirMembers(String query) {
        QueryPlan plan = plan(query);

        assertThat(plan.rows()).as("%s", plan).isEqualTo(3);
        assertThat(plan.relations()).doesNotContain("memberships", "users", "memberships_history");
        assertThat(plan.temporaryPages()).isZero();
        assertThat(plan.pages()).as("%s", plan).isLessThan(3 * MOST_PAGES);
    }

    @Test
    void lookAtOneSourceReadsNothingOfTheOthers() {
        QueryPlan plan = plan("SELECT * FROM directory.running WHERE source = 'acme'");

        assertThat(plan.rows()).isEqualTo(1);
        assertThat(plan.readWhole()).doesNotContain("groups", "group_checkpoint");
        assertThat(plan.pages()).as("%s", plan).isLessThan(MOST_PAGES);
    }

    private QueryPlan plan(String query) {
        return QueryPlan.of(
                store.jdbc, query.equals("status") ? SqlFile.read(SourceStatusQuery.class, "status") : query);
    }
}
