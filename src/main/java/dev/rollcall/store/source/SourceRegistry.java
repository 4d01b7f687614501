package dev.rollcall.store.source;

import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sources that the database knows, each with its identity store. Safe for use by several threads. */
public final class SourceRegistry {
    private final JdbcClient jdbc;
    private final Database database;

    public SourceRegistry(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** A source's number; empty when it was never read. */
    private Optional<Integer> number(String name) {
        return jdbc.sql("SELECT id FROM directory.source WHERE name = ?")
                .param(name)
                .query(Integer.class)
                .optional();
    }

    /**
     * Checks that a source still reads the identity store that it first read, and that no other source reads it.
     *
     * @throws ConfigurationException when not
     */
    public void check(String name, String provider, String identityStoreId) {
        jdbc.sql("""
                        SELECT name, provider, identity_store_id FROM directory.source
                        WHERE name = ? OR (provider = ? AND identity_store_id = ?)
                        """)
                .params(name, provider, identityStoreId)
                .query((row, n) -> new Known(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .forEach(known -> known.expect(name, provider, identityStoreId));
    }

    /**
     * Takes the lock of a source, and registers the source at its first run.
     *
     * @throws ConfigurationException as {@link #check} does
     * @throws SourceBusyException when another run has the lock
     */
    public SourceLock lock(String name, String provider, String identityStoreId) {
        return SourceLock.take(database, register(name, provider, identityStoreId), name);
    }

    /**
     * Takes the lock of a source that was read before.
     *
     * @throws ConfigurationException when there is none of that name
     * @throws SourceBusyException when another run has the lock
     */
    public SourceLock lock(String name) {
        int number = number(name)
                .orElseThrow(() -> new ConfigurationException("there is no source " + name + " in the database"));
        return SourceLock.take(database, number, name);
    }

    /**
     * Lets a source go on under another name, in the caller's transaction.
     *
     * @throws ConfigurationException when there is no source of the old name, or one of the new name
     */
    public void rename(String from, String to) {
        try {
            int renamed = jdbc.sql("UPDATE directory.source SET name = ? WHERE name = ?")
                    .params(to, from)
                    .update();
            if (renamed != 1) {
                throw new ConfigurationException("there is no source " + from + " to rename");
            }
        } catch (DuplicateKeyException e) {
            throw new ConfigurationException("there is a source " + to + " already", e);
        }
    }

    private int register(String name, String provider, String identityStoreId) {
        jdbc.sql("""
                        INSERT INTO directory.source (name, provider, identity_store_id)
                        SELECT ?, ?, ?
                        WHERE NOT EXISTS (SELECT FROM directory.source WHERE name = ?)
                        ON CONFLICT DO NOTHING
                        """).params(name, provider, identityStoreId, name).update();
        check(name, provider, identityStoreId);
        return number(name).orElseThrow(() -> new IllegalStateException("source " + name + " is not registered"));
    }

    private record Known(String name, String provider, String identityStoreId) {
        void expect(String wantedName, String wantedProvider, String wantedStore) {
            boolean sameStore = provider.equals(wantedProvider) && identityStoreId.equals(wantedStore);
            if (name.equals(wantedName) && !sameStore) {
                throw new ConfigurationException("source " + name + " was read from " + provider + " identity store "
                        + identityStoreId + ", not " + wantedProvider + " " + wantedStore
                        + ": give the other store a job file of its own name, or retire and rename the source first");
            }
            if (!name.equals(wantedName) && sameStore) {
                throw new ConfigurationException("identity store " + identityStoreId + " is already source " + name
                        + ": a store has one source; run 'rollcall rename " + name + " " + wantedName
                        + "' if the source goes on under another name");
            }
        }
    }
}
