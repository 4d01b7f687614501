package dev.rollcall.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class ReadSessionTest {
    private final StoreFixture store = new StoreFixture();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void seesOneStateWhateverIsPublishedMeanwhile() {
        int source = store.source("acme");
        store.snapshot(source).group("g", "ann").publish();
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            assertThat(members(session)).isEqualTo(1);
            store.snapshot(source).group("g", "ann", "bob").publish();
            assertThat(members(session)).isEqualTo(1);
            try (ReadSession later = ReadSession.open(database)) {
                assertThat(members(later)).isEqualTo(2);
                assertThat(later.now()).isAfter(session.now());
            }
        }
    }

    @Test
    void writesNothing() {
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            assertThatThrownBy(() ->
                            session.jdbc().sql("DELETE FROM directory.gap").update())
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("read-only transaction");
        }
    }

    private static long members(ReadSession session) {
        return session.jdbc()
                .sql("SELECT count(*) FROM directory.memberships")
                .query(Long.class)
                .single();
    }
}
