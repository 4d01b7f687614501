package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StagingCleanupTest {
    private static final String[] TABLES = {
        "listing_checkpoint", "groups", "group_checkpoint", "memberships", "users", "run_requests"
    };

    private final StoreFixture store = new StoreFixture();
    private final StagingCleanup cleanup = new StagingCleanup(store.jdbc);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void dropsFinishedSnapshotsAndNoOthers() {
        int other = store.source("other");
        Staged published = store.snapshot(source).group("g", "ann").users("ann");
        store.execute("INSERT INTO staging.run_requests (snapshot, run, requests) VALUES (?, 1, 3)", published.id);
        published.publish();
        Staged guarded = store.snapshot(source).group("h", "bob").users("ann");
        guarded.trip();
        Staged open = store.snapshot(source).group("g", "ann").users("ann");
        Staged elsewhere = store.snapshot(other).group("g", "ann").users("ann");
        elsewhere.publish();

        cleanup.drop(source);

        for (String table : TABLES) {
            assertThat(store.rows("SELECT DISTINCT snapshot FROM staging." + table + " ORDER BY 1"))
                    .as(table)
                    .isEqualTo(
                            table.equals("run_requests")
                                    ? List.of()
                                    : List.of(
                                            String.valueOf(guarded.id),
                                            String.valueOf(open.id),
                                            String.valueOf(elsewhere.id)));
        }
    }

    @Test
    void dropsDryRunsWithTheirSnapshot() {
        Staged dry = store.snapshot(source).group("g", "ann");
        store.execute("UPDATE directory.snapshot SET dry_run = true WHERE id = ?", dry.id);

        cleanup.drop(source);

        assertThat(store.rows("SELECT 1 FROM directory.snapshot")).isEmpty();
        assertThat(store.rows("SELECT 1 FROM staging.memberships")).isEmpty();
    }

    @Test
    void walksTablesOfManyBlocks() {
        Staged published = store.snapshot(source).group("g").users("ann");
        store.execute("""
                INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                SELECT ?, 1, 0, n, 'user', repeat('x', 100) || n, repeat('y', 100) || n FROM generate_series(1, 8000) n
                """, published.id);
        published.publish();

        cleanup.drop(source);

        assertThat(store.rows("SELECT 1 FROM staging.memberships")).isEmpty();
        assertThat(store.value("SELECT memberships FROM directory.freshness")).isEqualTo("8000");
    }
}
