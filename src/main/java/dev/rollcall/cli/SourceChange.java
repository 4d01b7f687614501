package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.SourceRetirement;
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

    /** The connection that holds the source's lock. */
    private static final int LOCK = 1;

    private final Map<String, String> environment;

    SourceChange(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What is to be done, within the transaction. */
    interface Change {
        void to(LockedSource source);
    }

    /**
     * A source that no run holds.
     *
     * @param epoch which fences off every earlier run
     */
    record LockedSource(int number, long epoch, SourceRegistry registry, SourceRetirement retirement) {}

    void change(String name, Change change) {
        requireName(name);
        try (Database database = new Database(DatabaseSettings.from(environment), CONNECTIONS)) {
            Preconditions.current(database, CONNECTIONS + LOCK, name);
            DataSource pool = database.pool();
            JdbcClient jdbc = JdbcClient.create(pool);
            SourceRegistry registry = new SourceRegistry(jdbc, database);
            try (SourceLock lock = registry.lock(name)) {
                long epoch = new Fence(jdbc).raise(lock.source());
                LockedSource source = new LockedSource(lock.source(), epoch, registry, new SourceRetirement(pool));
                new TransactionTemplate(new JdbcTransactionManager(pool))
                        .executeWithoutResult(status -> change.to(source));
            }
        }
    }

    static void requireName(String name) {
        if (!Source.NAME.matcher(name).matches()) {
            throw new ConfigurationException("'" + name
                    + "' is no source's name: 1 to 63 small letters, digits and hyphens, not first a hyphen");
        }
    }
}
