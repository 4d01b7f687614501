package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.LongTransaction;
import dev.rollcall.store.snapshot.UnpublishedSources;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.StagingCleanup;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A source that no run holds until this is closed, and from which every earlier run is fenced off. For one thread. */
final class HeldSource implements AutoCloseable {
    private final DataSource pool;
    private final JdbcClient jdbc;
    private final JdbcTransactionManager transactions;
    private final Fence fence;
    private final FencedTransaction fenced;
    private final StagingCleanup cleanup;
    private final JobMetadata metadata;
    private final SourceRegistry registry;
    private final SourceLock lock;
    private final long epoch;

    private HeldSource(Database database, String name) {
        this.pool = database.pool();
        this.jdbc = JdbcClient.create(pool);
        this.transactions = new JdbcTransactionManager(pool);
        this.fence = new Fence(jdbc);
        this.fenced = new FencedTransaction(fence, transactions);
        this.cleanup = new StagingCleanup(jdbc, fenced);
        this.metadata = new JobMetadata(jdbc, fenced);
        this.registry = new SourceRegistry(jdbc, database);
        this.lock = registry.lock(name);
        try {
            this.epoch = fence.raise(lock.source());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Takes the source's lock, on a connection beside the pool's. The caller closes it.
     *
     * @throws dev.rollcall.directory.ConfigurationException when there is no source of that name
     * @throws dev.rollcall.store.source.SourceBusyException when another run holds it
     */
    static HeldSource take(Database database, String name) {
        return new HeldSource(database, name);
    }

    int number() {
        return lock.source();
    }

    /** Which fences off every earlier run. */
    long epoch() {
        return epoch;
    }

    DataSource pool() {
        return pool;
    }

    JdbcTransactionManager transactions() {
        return transactions;
    }

    SourceRegistry registry() {
        return registry;
    }

    /** Those sources of which nothing was ever published. */
    UnpublishedSources unpublished() {
        return new UnpublishedSources(jdbc, registry, fence, fenced, cleanup, metadata);
    }

    /**
     * Works in one transaction, which may take long.
     *
     * @param work must not return null
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    <T> T inTransaction(Supplier<T> work) {
        return new LongTransaction(pool, transactions).execute(cancel -> {}, () -> {
            fence.requireCurrentExclusively(number(), epoch);
            return work.get();
        });
    }

    /** Drops what finished snapshots left in staging, and Spring Batch keeps of them. */
    void dropLeftovers(BooleanSupplier stopping) {
        cleanup.drop(number(), epoch, stopping);
        metadata.dropFinished(number(), epoch, stopping);
    }

    @Override
    public void close() {
        lock.close();
    }
}
