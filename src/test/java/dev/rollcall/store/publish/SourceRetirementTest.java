package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.FencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceRetirementTest {
    private final StoreFixture store = new StoreFixture();
    private final SourceRetirement retirement = new SourceRetirement(store.dataSource);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void retiredSourcesRowsEndAndItsPastStays() {
        store.snapshot(source).group("g", "ann").gap("h").users("ann").publish();
        String then = String.valueOf(store.value("SELECT max(published_at) FROM directory.snapshots"));
        Staged open = store.snapshot(source).group("g");

        retire();

        for (String view : new String[] {"groups", "memberships", "users", "gaps", "freshness", "changes"}) {
            assertThat(store.rows("SELECT * FROM directory." + view)).as(view).isEmpty();
        }
        assertThat(open.outcome()).isEqualTo("discarded");
        assertThat(store.rows("SELECT group_id FROM directory.groups_as_of(?::timestamptz) ORDER BY 1", then))
                .containsExactly("g", "h");
        assertThat(covered(then)).isEqualTo("true");
        assertThat(covered("infinity")).isEqualTo("false");
        assertThatThrownBy(this::retire).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void retiredSourceBeginsAnewWithABaseline() {
        store.snapshot(source).group("g", "ann").users("ann").publish();
        retire();
        String between = String.valueOf(store.value("SELECT retired_at FROM directory.source"));

        assertThat(store.snapshot(source).group("other").publish().baseline()).isTrue();

        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("other");
        assertThat(store.rows("SELECT * FROM directory.changes")).isEmpty();
        assertThat(covered(between)).isEqualTo("false");
        assertThat(covered("infinity")).isEqualTo("true");
        assertThat(store.value("SELECT retired_at FROM directory.source")).isNull();
    }

    @Test
    void fencedRunRetiresNothing() {
        assertThatThrownBy(() -> retirement.retire(source, 1, kind -> {})).isInstanceOf(FencedException.class);
    }

    private void retire() {
        store.transaction.executeWithoutResult(status -> retirement.retire(source, 7, kind -> {}));
    }

    private String covered(String time) {
        return String.valueOf(
                store.value("SELECT covered FROM directory.coverage(?::timestamptz) WHERE source = 'acme'", time));
    }
}
