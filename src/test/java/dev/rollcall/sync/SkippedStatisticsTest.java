package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.LoggedWarnings;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.sync.SyncResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planner's statistics are no reason to fail. */
class SkippedStatisticsTest {
    private final SyncFixture fixture = new SyncFixture(Cloud.AWS, SandboxDirectory.generate(72, Shape.of(10, 60, 20)));
    private final LoggedWarnings warnings = new LoggedWarnings();

    @AfterEach
    void close() {
        warnings.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"staging.groups", "staging.memberships", "directory.member_key", "directory.memberships_history"
            })
    void runPublishesWhileAnotherSessionMaintainsATable(String table) {
        SyncResult result;
        try (LockedTable lock = LockedTable.maintained(fixture.dataSource(), table)) {
            assertThat(lock.hasWaiter()).isFalse();
            result = fixture.sync();
        }

        isPublished(result);
        assertThat(warnings.messages())
                .anyMatch(
                        line -> line.contains("other sessions hold " + table) && line.contains("left to the next run"));
        isPublished(fixture.sync());
        assertThat(JdbcClient.create(fixture.dataSource())
                        .sql("SELECT reltuples >= 0 FROM pg_class WHERE oid = CAST(? AS regclass)")
                        .param(table)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze()", "analyze_groups()", "analyze_history(boolean)"})
    void runPublishesWithoutTheFunctionThatItMayNotCall(String function) {
        JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
        jdbc.sql("ALTER FUNCTION staging." + function + " RENAME TO withheld").update();
        SyncResult result = fixture.sync();

        isPublished(result);
        assertThat(warnings.messages())
                .anyMatch(line -> line.startsWith("the planner's statistics are left to the next run"))
                .noneMatch(line -> line.contains("stack trace"));
    }

    /** A publish of many rows without statistics takes far longer than they do. */
    @ParameterizedTest
    @ValueSource(strings = {"analyze()", "analyze_history(changed boolean)"})
    void statisticsMayTakeAsLongAsPublish(String function) {
        JdbcClient.create(fixture.dataSource())
                .sql("CREATE OR REPLACE FUNCTION staging." + function + " RETURNS SETOF text LANGUAGE sql AS "
                        + "$$ SELECT 'limited to ' || current_setting('statement_timeout') $$")
                .update();

        isPublished(fixture.sync());

        assertThat(warnings.messages()).anyMatch(line -> line.startsWith("other sessions hold limited to 0:"));
    }

    private void isPublished(SyncResult result) {
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        fixture.published().isExactly(fixture.directory());
    }
}
