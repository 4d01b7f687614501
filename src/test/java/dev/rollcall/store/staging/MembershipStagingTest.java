package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.Fence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipStagingTest {
    private static final GroupId GROUP = new GroupId("g");

    private final StoreFixture store = new StoreFixture();
    private final MembershipStaging memberships = new MembershipStaging(store.dataSource, new Fence(store.jdbc));
    private final Staged snapshot = store.snapshot(store.source("acme")).stage("g", "g", true, "pending", null);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rowsAreInTheOrderOfReadingAcrossPages() {
        stage(List.of(
                List.of(member("ann", null, null), member("bob", null, null)), List.of(member("cid", null, null))));
        assertThat(store.rows("""
                        SELECT snapshot = %d AS ours, group_no, reading, seq, member_type, member_id, membership_id,
                            created_at, created_by
                        FROM staging.memberships ORDER BY seq
                        """.formatted(snapshot.id)))
                .containsExactly(
                        "true|1|0|0|user|ann|m-ann|-|-",
                        "true|1|0|1|user|bob|m-bob|-|-",
                        "true|1|0|10000|user|cid|m-cid|-|-");
    }

    @Test
    void textIsStagedByteForByte() {
        String text = "\\N\t\n\r\\.\"' \u00e9\u4e2d\ud83d\ude00 " + "x".repeat(100_000);
        stage(List.of(List.of(member(text, null, text), member("", null, ""))));
        assertThat(store.jdbc
                        .sql("SELECT member_id FROM staging.memberships ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly(text, "");
        assertThat(store.jdbc
                        .sql("SELECT created_by FROM staging.memberships ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly(text, "");
    }

    @Test
    void timesAreRoundedAsPostgresqlRoundsTheirText() {
        List<String> times = List.of(
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999499Z",
                "1969-12-31T23:59:59.999999501Z",
                "1999-12-31T23:59:59.9999999Z",
                "2000-01-01T00:00:00Z",
                "2025-03-01T10:00:00.123456789Z",
                "9999-12-31T23:59:59.999999Z");
        stage(List.of(times.stream()
                .map(time -> member(time, Instant.parse(time), null))
                .toList()));
        assertThat(store.rows("""
                        SELECT member_id FROM staging.memberships
                        WHERE created_at IS DISTINCT FROM member_id::timestamptz
                        """)).isEmpty();
        assertThat(store.value("SELECT count(created_at) FROM staging.memberships"))
                .isEqualTo(String.valueOf(times.size()));
    }

    private static Membership member(String id, @Nullable Instant createdAt, @Nullable String createdBy) {
        return new Membership(GROUP, new Member.User(id), "m-" + id, createdAt, createdBy);
    }

    private void stage(List<List<Membership>> pages) {
        GroupCheckpoint after = new GroupCheckpoint(1, GROUP, 0, null, pages.size(), false);
        MembershipPages group = new MembershipPages(pages, after, MembershipPages.State.COMPLETE, null);
        store.transaction.executeWithoutResult(
                status -> memberships.stage(snapshot.token(), List.of(group), RequestCounts.NONE));
    }
}
