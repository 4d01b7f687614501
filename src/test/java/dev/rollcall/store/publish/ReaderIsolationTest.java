package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderIsolationTest {
    private static final String SEEN = """
            SELECT (SELECT string_agg(group_id || member_count, ',' ORDER BY group_id) FROM directory.groups) AS g,
                   (SELECT string_agg(group_id || member_id, ',' ORDER BY group_id, member_id)
                      FROM directory.memberships) AS m,
                   (SELECT count(*) FROM directory.changes) AS c
            """;

    private final StoreFixture store = new StoreFixture();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void untilTheCommitReadersSeeTheSnapshotBeforeAndWithoutWaiting() {
        int source = store.source("acme");
        store.snapshot(source).group("g", "ann").group("h").users("ann").publish();
        Staged second = store.snapshot(source).named("g", "other", "ann", "bob").users("ann", "bob");

        List<String> during = store.inTransaction(() -> {
            assertThat(store.publisher.publish(second.request(null))).isInstanceOf(PublishOutcome.Published.class);
            return fromAnotherConnection();
        });

        assertThat(during).containsExactly("g1,h0|gann|0");
        assertThat(fromAnotherConnection()).containsExactly("g2|gann,gbob|4");
    }

    @Test
    void rolledBackPublishLeavesNothing() {
        int source = store.source("acme");
        Staged first = store.snapshot(source).group("g", "ann").users("ann");
        store.transaction.executeWithoutResult(status -> {
            store.publisher.publish(first.request(null));
            status.setRollbackOnly();
        });
        assertThat(store.rows("SELECT * FROM directory.group_key")).isEmpty();

        first.publish();
        assertThat(fromAnotherConnection()).containsExactly("g1|gann|0");
    }

    private List<String> fromAnotherConnection() {
        return CompletableFuture.supplyAsync(() -> store.rows(SEEN)).join();
    }
}
