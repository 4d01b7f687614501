package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Sources;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes a source that the database knows, in one transaction, while no run holds it. */
final class SourceChange {
    private static final int CONNECTIONS = 2;

    private final Map<String, String> environment;

    SourceChange(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What is to be done; the epoch fences off every earlier run. */
    interface Change {
        void to(Sources sources, SourceLock lock, long epoch);
    }

    void change(String name, Change change) {
        expectName(name);
        try (Database database = new Database(DatabaseSettings.from(environment), CONNECTIONS)) {
            Preconditions.current(database);
            DataSource pool = database.pool();
            JdbcClient jdbc = JdbcClient.create(pool);
            try (SourceLock lock = new SourceRegistry(jdbc, database).lock(name)) {
                long epoch = new Fence(jdbc).raise(lock.source());
                new TransactionTemplate(new JdbcTransactionManager(pool))
                        .executeWithoutResult(status -> change.to(new Sources(pool), lock, epoch));
            }
        }
    }

    static void expectName(String name) {
        if (!Source.NAME.matcher(name).matches()) {
            throw new ConfigurationException("'" + name
                    + "' is no source's name: 1 to 63 small letters, digits and hyphens, not first a hyphen");
        }
    }
}
