package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.directory.Provider;
import dev.rollcall.sync.SyncExitCode;
import dev.rollcall.sync.step.SyncModule;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the Spring context in which sources are synced. Its shutdown hook stops the runs on a signal. */
final class SyncContext {
    private SyncContext() {}

    /** @param database closed with the context */
    static ConfigurableApplicationContext start(Database database, Map<String, String> environment) {
        SpringApplication application = new SpringApplication(SyncModule.class);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Database.class, () -> database);
            beans.registerBean(SyncExitCode.class, () -> ExitCodes::of);
            Providers.of(environment)
                    .forEach(provider -> beans.registerBean(provider.name(), Provider.class, () -> provider));
        });
        return application.run();
    }
}
