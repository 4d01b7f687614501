package dev.rollcall.store.source;

import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
     * Checks that a source still reads the identity store that it was published from, and that no other source was
     * published from it. A source without a published snapshot gives way, and is no obstacle.
     *
     * @throws ConfigurationException when not
     */
    public void check(String name, String provider, String identityStoreId) {
        others(name, provider, identityStoreId).stream()
                .filter(Known::published)
                .forEach(known -> known.refuse(name, provider, identityStoreId));
    }

    /** Numbers of the sources without a published snapshot that have this name or this identity store, but not both. */
    public List<Integer> inTheWay(String name, String provider, String identityStoreId) {
        return others(name, provider, identityStoreId).stream()
                .filter(known -> !known.published())
                .map(Known::number)
                .toList();
    }

    /** Number of the source of that name, if it was never published. */
    public Optional<Integer> unpublished(String name) {
        return jdbc.sql("""
                        SELECT s.id FROM directory.source s
                         WHERE s.name = ?
                           AND NOT EXISTS (SELECT FROM directory.snapshot n
                                            WHERE n.source = s.id AND n.outcome = 'published')
                        """).param(name).query(Integer.class).optional();
    }

    /**
     * Takes the lock of a source, and registers the source at its first run.
     *
     * @throws ConfigurationException as {@link #check} does
     * @throws SourceBusyException when another run has the lock, or registered or removed the source at this moment
     */
    public SourceLock lock(String name, String provider, String identityStoreId) {
        register(name, provider, identityStoreId);
        check(name, provider, identityStoreId);
        return lockIfThere(name, () -> number(name, provider, identityStoreId)).orElseThrow(() -> lostRace(name));
    }

    /**
     * Takes the lock of a source that was read before.
     *
     * @throws ConfigurationException when there is none of that name
     * @throws SourceBusyException when another run has the lock
     */
    public SourceLock lock(String name) {
        return lockIfKnown(name)
                .orElseThrow(() -> new ConfigurationException("there is no source " + name + " in the database"));
    }

    /**
     * Takes the lock of a source; empty when there is none of that name.
     *
     * @throws SourceBusyException when another run has the lock, or removed the source at this moment
     */
    public Optional<SourceLock> lockIfKnown(String name) {
        return lockIfThere(name, () -> number(name));
    }

    /**
     * Takes the lock of a source by its number.
     *
     * @param name for the message: what the caller calls the source
     * @throws SourceBusyException when another run has the lock
     */
    public SourceLock lock(int source, String name) {
        return SourceLock.take(database, source, name);
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

    /** Whoever removes a source holds its lock: a source that is still there once the lock is taken stays. */
    private Optional<SourceLock> lockIfThere(String name, Supplier<Optional<Integer>> number) {
        Optional<Integer> known = number.get();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        SourceLock lock = SourceLock.take(database, known.get(), name);
        boolean isThere = false;
        try {
            isThere = number.get().equals(known);
        } finally {
            if (!isThere) {
                lock.close();
            }
        }
        if (!isThere) {
            throw lostRace(name);
        }
        return Optional.of(lock);
    }

    private void register(String name, String provider, String identityStoreId) {
        jdbc.sql("""
                        INSERT INTO directory.source (name, provider, identity_store_id)
                        SELECT ?, ?, ?
                        WHERE NOT EXISTS (SELECT FROM directory.source WHERE name = ?)
                        ON CONFLICT DO NOTHING
                        """).params(name, provider, identityStoreId, name).update();
    }

    private Optional<Integer> number(String name, String provider, String identityStoreId) {
        return jdbc.sql("""
                        SELECT id FROM directory.source WHERE name = ? AND provider = ? AND identity_store_id = ?
                        """)
                .params(name, provider, identityStoreId)
                .query(Integer.class)
                .optional();
    }

    private static SourceBusyException lostRace(String name) {
        return new SourceBusyException("source " + name + ": another run held it a moment ago; run again");
    }

    /** Sources that have the name or the identity store, but not both. */
    private List<Known> others(String name, String provider, String identityStoreId) {
        return jdbc.sql("""
                        SELECT s.id AS number, s.name, s.provider, s.identity_store_id,
                               EXISTS (SELECT FROM directory.snapshot n
                                        WHERE n.source = s.id AND n.outcome = 'published') AS published
                          FROM directory.source s
                         WHERE (s.name = :name) <> (s.provider = :provider AND s.identity_store_id = :store)
                        """)
                .param("name", name)
                .param("provider", provider)
                .param("store", identityStoreId)
                .query(Known.class)
                .list();
    }

    private record Known(int number, String name, String provider, String identityStoreId, boolean published) {
        void refuse(String wantedName, String wantedProvider, String wantedStore) {
            if (name.equals(wantedName)) {
                throw new ConfigurationException("source " + name + " was read from " + provider + " identity store "
                        + identityStoreId + ", not " + wantedProvider + " " + wantedStore
                        + ": give the other store a job file of its own name, or retire and rename the source first");
            }
            throw new ConfigurationException("identity store " + identityStoreId + " is already source " + name
                    + ": a store has one source; run 'rollcall rename " + name + " " + wantedName
                    + "' if the source goes on under another name");
        }
    }
}
