package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.sync.ConnectionLimit;
import dev.rollcall.sync.SyncExitCode;
import dev.rollcall.sync.SyncResultText;
import dev.rollcall.sync.step.SyncModule;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Starts the Spring context in which sources are synced. Its shutdown hook stops the runs on a signal. What other
 * programs' environments and files say to Spring says nothing to it: of its surroundings it takes Java's own properties
 * alone, which the user gives as options of Java.
 */
final class SyncContext {
    private SyncContext() {}

    /** @param database closed with the context */
    static ConfigurableApplicationContext start(Database database, Map<String, String> environment) {
        return start(database, new Network(environment));
    }

    /** @param database closed with the context */
    static ConfigurableApplicationContext start(Database database, Network network) {
        return start(database, network, ConnectionLimit.DEFAULT);
    }

    /**
     * The same for runs that share so many connections.
     *
     * @param database closed with the context
     */
    static ConfigurableApplicationContext start(Database database, Network network, ConnectionLimit limit) {
        SpringApplication application = new SpringApplication(SyncModule.class);
        application.setEnvironment(new JavaProperties());
        application.setDefaultProperties(Map.of("spring.config.location", "classpath:/application.properties"));
        // The log is set up already, by what Rollcall itself takes from its surroundings.
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Database.class, () -> database);
            beans.registerBean(SyncExitCode.class, () -> ExitCodes::of);
            beans.registerBean(SyncResultText.class, ResultText::new);
            beans.registerBean(Network.class, () -> network);
            beans.registerBean(ConnectionLimit.class, () -> limit);
            Providers.of(network)
                    .forEach(provider -> beans.registerBean(provider.name(), Provider.class, () -> provider));
        });
        return application.run();
    }

    private static final class JavaProperties extends StandardEnvironment {
        @Override
        protected void customizePropertySources(MutablePropertySources sources) {
            sources.addLast(new MapPropertySource(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, getSystemProperties()));
        }
    }
}
