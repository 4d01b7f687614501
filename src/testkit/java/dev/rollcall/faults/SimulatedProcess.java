package dev.rollcall.faults;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.RunCount;
import dev.rollcall.fixture.SilentListener;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the program on a database and an identity store, in a Spring context of its own each time. */
record SimulatedProcess(TestDatabase database, MemoryStore store, Source source) {
    /**
     * One run of the process.
     *
     * @param result null when the process was killed or ended without one
     * @param thrown what it ended with instead of a result; null when it has a result
     */
    record Run(
            ProcessEvents events,
            @Nullable SyncResult result,
            @Nullable Throwable thrown) {
        /** What is known of it, for a person. */
        @Override
        public String toString() {
            return (result == null ? "no result" : result.outcome() + " " + result.error())
                    + (events.injectedAt() == null ? "" : ", struck at " + events.injectedAt())
                    + (thrown == null ? "" : ", threw " + thrown);
        }
    }

    Run run(FaultPlan plan, SyncOptions options) {
        RunCount.add(1);
        ProcessEvents events = new ProcessEvents(plan, database.dataSource());
        String url = WatchedDriver.url(database.url(), events);
        DatabaseSettings settings = new DatabaseSettings(url, database.user(), database.password());
        Database connections = new Database(settings, ConnectionBudget.pool(List.of(source)));
        try (SyncApplication application = SyncApplication.withOnly(new WatchedProvider(store, events), connections)) {
            SyncRunner runner = application.bean(SyncRunner.class);
            return new Run(
                    events,
                    runner.run(List.of(source), options, new SilentListener()).get(0),
                    null);
        } catch (RuntimeException | ProcessKilled e) {
            return new Run(events, null, e);
        } finally {
            connections.close();
            WatchedDriver.forget(url);
        }
    }
}
