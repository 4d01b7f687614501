package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StagingCleanupTest {
    private static final String[] TABLES = {
        "listing_checkpoint", "groups", "group_checkpoint", "memberships", "users", "run_requests"
    };

    private final StoreFixture store = new StoreFixture();
    private final StagingCleanup cleanup = new StagingCleanup(store.jdbc, store.fenced);
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

        cleanup.drop(source, StoreFixture.EPOCH, () -> false);

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

        cleanup.drop(source, StoreFixture.EPOCH, () -> false);

        assertThat(store.rows("SELECT 1 FROM directory.snapshot")).isEmpty();
        assertThat(store.rows("SELECT 1 FROM staging.memberships")).isEmpty();
    }

    @Test
    void dropsWhatAnotherSourceLeftAndCanNotResume() {
        int other = store.source("other");
        Staged expired = expiring(other, "-1 minute");
        int third = store.source("third");
        Staged published = store.snapshot(third).group("g", "ann").users("ann");
        published.publish();
        int fourth = store.source("fourth");
        Staged dry = store.snapshot(fourth).group("g", "ann");
        store.execute("UPDATE directory.snapshot SET dry_run = true WHERE id = ?", dry.id);

        cleanup.dropAbandoned(source, StoreFixture.EPOCH, () -> false);

        assertThat(expired.outcome()).isEqualTo("discarded");
        assertThat(published.outcome()).isEqualTo("published");
        assertThat(store.rows("SELECT 1 FROM directory.snapshot WHERE id = ?", dry.id))
                .isEmpty();
        for (String table : TABLES) {
            assertThat(store.rows("SELECT * FROM staging." + table)).as(table).isEmpty();
        }
        assertThatThrownBy(() -> store.fenced.run(expired.token(), () -> {})).isInstanceOf(FencedException.class);
    }

    @Test
    void leavesWhatAnotherSourceMayGoOnWith() {
        Staged open = expiring(store.source("open"), "1 minute");
        int guards = store.source("guards");
        store.snapshot(guards).group("g", "ann").users("ann").publish();
        Staged guarded = store.snapshot(guards).group("h", "ann").users("ann");
        guarded.trip();
        store.execute(
                "UPDATE directory.snapshot SET resume_until = now() - interval '9 days'  WHERE id = ?", guarded.id);
        Staged unlimited = store.snapshot(store.source("unlimited")).group("g", "ann");

        cleanup.dropAbandoned(source, StoreFixture.EPOCH, () -> false);

        for (Staged left : new Staged[] {open, guarded, unlimited}) {
            assertThat(store.rows("SELECT 1 FROM staging.memberships WHERE snapshot = ?", left.id))
                    .hasSize(1);
        }
        assertThat(open.outcome()).isEqualTo("open");
        assertThat(guarded.outcome()).isEqualTo("guarded");
        store.fenced.run(open.token(), () -> {});
    }

    @Test
    void leavesASourceThatARunHolds() {
        Staged expired = expiring(store.source("other"), "-1 minute");
        try (Database database = store.open();
                SourceLock lock = new SourceRegistry(store.jdbc, database).lock("other")) {
            assertThat(SourceLock.isHeld(store.jdbc, lock.source())).isTrue();
            cleanup.dropAbandoned(source, StoreFixture.EPOCH, () -> false);
        }

        assertThat(expired.outcome()).isEqualTo("open");
        assertThat(store.rows("SELECT 1 FROM staging.memberships")).hasSize(1);
        store.fenced.run(expired.token(), () -> {});
    }

    private Staged expiring(int ofSource, String inWhich) {
        Staged staged = store.snapshot(ofSource).group("g", "ann").users("ann");
        store.execute(
                "UPDATE directory.snapshot SET resume_until = clock_timestamp() + ?::interval WHERE id = ?",
                inWhich,
                staged.id);
        return staged;
    }

    @Test
    void walksTablesOfManyBlocks() {
        Staged published = store.snapshot(source).group("g").users("ann");
        store.execute("""
                INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                SELECT ?, 1, 0, n, 'user', repeat('x', 100) || n, repeat('y', 100) || n FROM generate_series(1, 8000) n
                """, published.id);
        published.publish();

        cleanup.drop(source, StoreFixture.EPOCH, () -> false);

        assertThat(store.rows("SELECT 1 FROM staging.memberships")).isEmpty();
        assertThat(store.value("SELECT memberships FROM directory.freshness")).isEqualTo("8000");
    }
}
