package dev.rollcall.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
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
                .containsExactly(new SourceStatus("acme", "aws", "d-acme", null, null, null, null, null));
    }

    @Test
    void publishedOpenAndGuardedAtOnce() {
        int source = store.source("acme");
        Staged published = store.snapshot(source).group("g", "ann").gap("h").users("ann");
        published.publish();
        Staged guarded = store.snapshot(source).group("k").users("ann");
        guarded.trip();
        Staged open = store.snapshot(source).group("g").gap("h").stage("i", "i", true, "pending", null);
        store.execute("UPDATE directory.snapshot SET last_error = 'why', failed_at = now() WHERE id = ?", open.id);

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
            assertThat(now.groups()).isEqualTo(3);
            assertThat(now.groupsRead()).isEqualTo(1);
            assertThat(now.gaps()).isEqualTo(1);
        });
        assertThat(status.failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.message()).isEqualTo("why"));
    }
}
