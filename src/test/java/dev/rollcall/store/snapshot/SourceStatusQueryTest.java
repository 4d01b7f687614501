package dev.rollcall.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceStatusQueryTest {
    private final StoreFixture store = new StoreFixture();
    private final SourceStatusQuery query = new SourceStatusQuery(store.dataSource);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void sourceNeverRead() {
        store.source("acme");

        assertThat(query.all())
                .containsExactly(new SourceStatus("acme", "aws", "d-acme", null, null, null, null, null, 0));
    }

    @Test
    void publishedOpenAndGuardedAtOnce() {
        int source = store.source("acme");
        Staged published = store.snapshot(source).group("g", "ann").gap("h").users("ann");
        published.publish();
        Staged guarded = store.snapshot(source).group("k").users("ann");
        guarded.trip();
        Staged open = store.snapshot(source).group("g").gap("h").stage("i", "i", true, "pending", null);
        LastRuns runs = new LastRuns(store.jdbc);
        LastRuns.Begun run = runs.begin(source);
        runs.opened(run, open.id);
        runs.end(run, new LastRuns.Ended("failed", 1, "denied", "why", 2.5, null));

        SourceStatus status = query.all().get(0);

        assertThat(status.published()).isNotNull().satisfies(last -> {
            assertThat(last.snapshot()).isEqualTo(published.id);
            assertThat(last.totals()).isEqualTo(new SnapshotRow.Totals(2, 1, 1));
            assertThat(last.gaps()).isEqualTo(1);
            assertThat(last.age().isNegative()).isFalse();
        });
        assertThat(status.usersReadAt()).isNotNull();
        assertThat(status.guarded()).isEqualTo(guarded.id);
        assertThat(status.open()).isNotNull().satisfies(now -> {
            assertThat(now.snapshot()).isEqualTo(open.id);
            assertThat(now.step()).isEqualTo("memberships");
            assertThat(now.reading()).isEqualTo(new SourceStatus.Reading(3, 1, 1, 0, 0L, 8, 0));
            assertThat(now.run()).isNull();
        });
        assertThat(status.lastRun())
                .isNotNull()
                .extracting(SourceStatus.LastRun::end)
                .satisfies(end -> {
                    assertThat(Objects.requireNonNull(end).outcome()).isEqualTo("failed");
                    assertThat(end.exitCode()).isEqualTo(1);
                    assertThat(end.code()).isEqualTo("denied");
                    assertThat(end.message()).isEqualTo("why");
                });
    }
}
