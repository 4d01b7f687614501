package dev.rollcall.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.Snapshots.Plan;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No id is given twice: a consent names one. */
class SnapshotsTest {
    private final StoreFixture store = new StoreFixture();
    private final Snapshots snapshots = new Snapshots(store.jdbc, store.fenced);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void idsAreAboveThoseOfALostTime() {
        long now = store.jdbc
                .sql("SELECT extract(epoch FROM clock_timestamp() - timestamptz '2026-01-01 00:00:00Z')::bigint")
                .query(Long.class)
                .single();
        // As in a database that was restored.
        int unused = store.jdbc
                .sql("SELECT setval('directory.snapshot_id_seq', 1)")
                .query((row, n) -> row.getInt(1))
                .single();

        assertThat(begin("acme")).isBetween(now - 1, now + 600);
    }

    @Test
    void idsOfOneInstantDiffer() throws Exception {
        int many = 24;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Callable<Long>> calls = IntStream.range(0, many)
                    .mapToObj(i -> (Callable<Long>) () -> begin("source" + i))
                    .toList();
            Set<Long> ids = new HashSet<>();
            for (Future<Long> id : threads.invokeAll(calls)) {
                ids.add(id.get());
            }

            assertThat(ids).hasSize(many);
        } finally {
            threads.shutdown();
        }
    }

    private long begin(String source) {
        return snapshots.begin(
                store.source(source), StoreFixture.EPOCH, new Plan("all", true, "test", false, Duration.ofHours(6)));
    }
}
