package dev.rollcall.sync.step;

import dev.rollcall.store.StoreModule;
import dev.rollcall.sync.run.RunConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A whole context for {@link dev.rollcall.sync.SyncRunner}, but for the beans that differ from one context to the
 * other: {@link dev.rollcall.database.Database}, the {@link dev.rollcall.directory.Provider}s, the {@link
 * dev.rollcall.directory.wire.Network}, and the command line's words.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    StoreModule.class,
    RunConfiguration.class,
    DirectorySyncJob.class,
    DirectorySyncSteps.class,
    StepScopedBeans.class
})
public class SyncModule {}
