package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.LongTransaction;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.publish.SourceRetirement;
import dev.rollcall.store.snapshot.UnpublishedSources;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.StagingCleanup;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Changes a source that the database knows, in one transaction, while no run holds it. Then drops what its snapshots
 * left in staging: a source that is retired has no next run to do it.
 */
final class SourceChange {
    private static final int CONNECTIONS = 2;

    /** The connections that hold locks: the source's, and that of a source which gives way. */
    private static final int LOCKS = 2;

    private final CommandContext context;

    SourceChange(CommandContext context) {
        this.context = context;
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
    record LockedSource(
            int number,
            long epoch,
            SourceRegistry registry,
            SourceRetirement retirement,
            Chain chain,
            SlowWorkNotice notice) {}

    void change(String name, Change change) {
        change(name, unpublished -> {}, change);
    }

    /** @param before called before the transaction, while the source's lock is held */
    void change(String name, Consumer<UnpublishedSources> before, Change change) {
        requireName(name);
        try (Database database = new Database(DatabaseSettings.from(context.environment()), CONNECTIONS);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            Preconditions.current(database, CONNECTIONS + LOCKS, name);
            DataSource pool = database.pool();
            JdbcClient jdbc = JdbcClient.create(pool);
            SourceRegistry registry = new SourceRegistry(jdbc, database);
            try (SourceLock lock = registry.lock(name)) {
                Fence fence = new Fence(jdbc);
                long epoch = fence.raise(lock.source());
                JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
                FencedTransaction fenced = new FencedTransaction(fence, transactions);
                StagingCleanup cleanup = new StagingCleanup(jdbc, fenced);
                JobMetadata metadata = new JobMetadata(jdbc, fenced);
                before.accept(new UnpublishedSources(jdbc, registry, fence, fenced, cleanup, metadata));
                LockedSource source = new LockedSource(
                        lock.source(), epoch, registry, new SourceRetirement(pool), new Chain(pool), notice);
                notice.begin("changing source " + name + ", which waits while another session holds it");
                boolean unused = new LongTransaction(pool, transactions).execute(cancel -> {}, () -> {
                    fence.requireCurrentExclusively(source.number(), epoch);
                    change.to(source);
                    return true;
                });
                notice.begin("dropping what the snapshots of source " + name + " left in staging");
                cleanup.drop(source.number(), epoch, context.stopping());
                metadata.dropFinished(source.number(), epoch, context.stopping());
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
