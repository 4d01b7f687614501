package dev.rollcall.sync.step;

import dev.rollcall.database.ConnectedTransactions;
import dev.rollcall.store.StoreModule;
import dev.rollcall.sync.run.RunConfiguration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchTransactionManager;
import org.springframework.context.annotation.Bean;
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
public class SyncModule {
    /** Spring Batch's alone: its repository takes locks within its transactions. */
    @Bean(defaultCandidate = false)
    @BatchTransactionManager
    ConnectedTransactions batchTransactionManager(DataSource dataSource) {
        return new ConnectedTransactions(dataSource);
    }
}
