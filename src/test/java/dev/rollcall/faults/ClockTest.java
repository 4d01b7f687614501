package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database whose clock was set back since the last publish, which then lies in the future. */
class ClockTest {
    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(602, Shape.of(20, 400, 100));
    private final Source source = fixture.source("acme", Cloud.AWS, directory).build();
    private final SyncApplication application = fixture.application();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void clockAnHourBehindTheLastPublishFailsTheRunAndBothTimesAreNamed() {
        application.sync(source);
        Instant future = publishedLater("1 hour");
        directory.change(1);
        HistoryWrites before = HistoryWrites.of(fixture.dataSource());
        SyncResult failed = application.sync(source);

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ExitCodes.of(failed)).isEqualTo(1);
        String message = Objects.requireNonNull(failed.error()).message();
        assertThat(message).contains(future.toString()).containsPattern("clock says \\d{4}-\\d\\d-\\d\\dT\\S+Z");
        assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 seconds", "1 minute"})
    void clockAMinuteBehindPublishesRightAfterTheLastPublish(String behind) {
        application.sync(source);
        Instant future = publishedLater(behind);
        directory.change(1);
        String then = asOf(future);
        SyncResult result = application.sync(source);

        assertThat(result.error()).isNull();
        assertThat(result.publishedAt()).isEqualTo(future.plusNanos(1_000));
        fixture.published("acme").isExactly(directory);
        assertThat(asOf(future)).isEqualTo(then);
        directory.change(2);
        assertThat(application.sync(source).publishedAt()).isEqualTo(future.plusNanos(2_000));
        fixture.published("acme").isExactly(directory);
        assertThat(asOf(future)).isEqualTo(then);
    }

    private Instant publishedLater(String by) {
        for (String table : new String[] {"groups", "memberships", "users"}) {
            int unused = fixture.jdbc()
                    .sql("UPDATE directory." + table + "_history SET valid_from = valid_from + interval '" + by + "'")
                    .update();
        }
        return fixture.jdbc()
                .sql("UPDATE directory.snapshot SET published_at = published_at + interval '" + by
                        + "' RETURNING published_at")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private String asOf(Instant time) {
        return fixture.jdbc()
                .sql("""
                        SELECT md5(string_agg(m.group_id || m.member_id || m.valid_from, ',' ORDER BY m.group_id, m.member_id))
                        FROM directory.memberships_as_of(CAST(? AS timestamptz)) m
                        """)
                .param(time.toString())
                .query(String.class)
                .single();
    }
}
