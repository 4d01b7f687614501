package dev.rollcall.faults;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import dev.rollcall.sync.step.SyncModule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Runs the program on a database and an identity store: a context of its own each time, as in a process of its own. */
record Program(TestDatabase database, MemoryStore store, Source source) {
    /**
     * One process.
     *
     * @param result null when it died, or ended without one
     * @param thrown what it ended with instead of a result
     */
    record Run(
            ProcessEvents life,
            @Nullable SyncResult result,
            @Nullable Throwable thrown) {
        /** What is known of it, for a person. */
        @Override
        public String toString() {
            return (result == null ? "no result" : result.outcome() + " " + result.error())
                    + (life.struck() == null ? "" : ", struck at " + life.struck())
                    + (thrown == null ? "" : ", threw " + thrown);
        }
    }

    Run run(Plan plan, SyncOptions options) {
        FaultTable.ran();
        ProcessEvents life = new ProcessEvents(plan, database.dataSource());
        String url = WatchedDriver.url(database.url(), life);
        DatabaseSettings settings = new DatabaseSettings(url, database.user(), database.password());
        Database connections = new Database(settings, ConnectionBudget.pool(List.of(source)));
        try (ConfigurableApplicationContext context = start(connections, new WatchedProvider(store, life))) {
            SyncRunner runner = context.getBean(SyncRunner.class);
            return new Run(
                    life, runner.run(List.of(source), options, new Unheard()).get(0), null);
        } catch (RuntimeException | ProcessKilled e) {
            return new Run(life, null, e);
        } finally {
            connections.close();
            WatchedDriver.forget(url);
        }
    }

    private static ConfigurableApplicationContext start(Database database, Provider provider) {
        SpringApplication application = new SpringApplication(SyncModule.class);
        application.setRegisterShutdownHook(false);
        // Setting up the logs takes long, and would put an end to silence.
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Database.class, () -> database);
            beans.registerBean(Provider.class, () -> provider);
        });
        return application.run();
    }

    private static final class Unheard implements SyncListener {
        @Override
        public void started(Source source, Progress progress) {}

        @Override
        public void ended(Source source, SyncResult result) {}
    }
}
