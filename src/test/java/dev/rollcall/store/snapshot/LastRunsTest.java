package dev.rollcall.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.LastRuns.Begun;
import dev.rollcall.store.snapshot.LastRuns.Ended;
import dev.rollcall.store.staging.RequestCounts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastRunsTest {
    private static final Ended FAILED = new Ended("failed", 1, "denied", "why", 2.5, null);
    private static final Ended PUBLISHED = new Ended("published", 0, null, null, 1.5, new RequestCounts(7, 2, 1));

    private final StoreFixture store = new StoreFixture();
    private final LastRuns runs = new LastRuns(store.jdbc);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void runIsThereFromItsBeginning() {
        Begun run = runs.begin(source);

        assertThat(told()).containsExactly("acme|-|-|-|-|-|-|-");
        runs.opened(run, 4711);
        runs.end(run, PUBLISHED);
        assertThat(told()).containsExactly("acme|4711|published|0|-|-|7|1.5");
        assertThat(store.rows("SELECT ended_at >= started_at, process FROM directory.last_runs"))
                .containsExactly("true|" + ProcessHandle.current().pid());
    }

    @Test
    void nextRunTakesThePlaceOfTheLast() {
        Begun first = runs.begin(source);
        runs.opened(first, 4711);
        runs.end(first, FAILED);
        Begun second = runs.begin(source);

        assertThat(told()).containsExactly("acme|-|-|-|-|-|-|-");
        runs.end(second, PUBLISHED);
        assertThat(told()).containsExactly("acme|-|published|0|-|-|7|1.5");
    }

    @Test
    void runThatALaterOneOvertookWritesNothingMore() {
        Begun overtaken = runs.begin(source);
        Begun later = runs.begin(source);
        runs.end(later, PUBLISHED);
        runs.opened(overtaken, 4711);
        runs.end(overtaken, FAILED);

        assertThat(told()).containsExactly("acme|-|published|0|-|-|7|1.5");
    }

    @Test
    void laterRunIsTheLastEvenWhenTheClockWentBack() {
        store.execute("""
                INSERT INTO directory.last_run (source, started_at, host, process)
                VALUES (?, now() + interval '1 day', 'elsewhere', 1)
                """, source);
        Begun later = runs.begin(source);
        runs.end(later, FAILED);

        assertThat(told()).containsExactly("acme|-|failed|1|denied|why|-|2.5");
        assertThat(store.rows("SELECT ended_at >= started_at FROM directory.last_runs"))
                .containsExactly("true");
    }

    private List<String> told() {
        return store.rows("""
                SELECT source, snapshot_id, outcome, exit_code, code, message, requests, seconds
                  FROM directory.last_runs
                """);
    }
}
