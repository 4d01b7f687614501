package dev.rollcall.store.snapshot;

import dev.rollcall.database.RowCount;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.StagingCleanup;
import java.util.List;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes sources of which nothing was ever published: no reader knows them, and a mistyped name or identity store must
 * not be kept for ever. Safe for use by several threads.
 */
public final class UnpublishedSources {
    private final JdbcClient jdbc;
    private final SourceRegistry registry;
    private final Fence fence;
    private final FencedTransaction fenced;
    private final StagingCleanup cleanup;
    private final JobMetadata metadata;

    public UnpublishedSources(
            JdbcClient jdbc,
            SourceRegistry registry,
            Fence fence,
            FencedTransaction fenced,
            StagingCleanup cleanup,
            JobMetadata metadata) {
        this.jdbc = jdbc;
        this.registry = registry;
        this.fence = fence;
        this.fenced = fenced;
        this.cleanup = cleanup;
        this.metadata = metadata;
    }

    /**
     * Removes those that have a source's name or its identity store, but not both, with all that is staged of them.
     * After an interruption the next call goes on.
     *
     * @throws SourceBusyException when a run holds one of them
     */
    public void giveWay(String name, String provider, String identityStoreId) {
        registry.inTheWay(name, provider, identityStoreId).forEach(source -> removeLocked(source, name));
    }

    /**
     * Like {@link #giveWay(String, String, String)}, for a dry run: what a run has read of another source is not its to
     * take.
     *
     * @throws ConfigurationException when something was read of one of them
     */
    public void giveWayUnlessRead(String name, String provider, String identityStoreId) {
        List<Integer> inTheWay = registry.inTheWay(name, provider, identityStoreId);
        if (inTheWay.stream().anyMatch(this::isRead)) {
            throw new ConfigurationException("source " + name + ": what was read under another name, or of another"
                    + " identity store, and never published, is in its way; a run that is no dry run drops it");
        }
        inTheWay.forEach(source -> removeLocked(source, name));
    }

    /**
     * Removes the one of that name, if there is one, likewise.
     *
     * @throws SourceBusyException when a run holds it
     */
    public void giveWay(String name) {
        registry.unpublished(name).ifPresent(source -> removeLocked(source, name));
    }

    private void removeLocked(int source, String name) {
        try (SourceLock lock = registry.lock(source, name)) {
            if (isUnpublished(lock.source())) {
                remove(lock.source());
            }
        }
    }

    /** Removes a source that dry runs alone have read. The caller holds its lock. */
    public void removeUnread(int source) {
        boolean read =
                jdbc.sql("""
                        SELECT EXISTS (SELECT FROM directory.snapshot WHERE source = :source)
                            OR EXISTS (SELECT FROM directory.last_run WHERE source = :source)
                        """).param("source", source).query(Boolean.class).single();
        if (!read) {
            remove(source);
        }
    }

    /** Whether the source is there and was never published, which nobody can change while its lock is held. */
    private boolean isUnpublished(int source) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM directory.source s
                                        WHERE s.id = ?
                                          AND NOT EXISTS (SELECT FROM directory.snapshot n
                                                           WHERE n.source = s.id AND n.outcome = 'published'))
                        """).param(source).query(Boolean.class).single();
    }

    private void remove(int source) {
        long epoch = fence.raise(source);
        fenced.execute(
                source,
                epoch,
                () -> jdbc.sql(
                                "UPDATE directory.snapshot SET outcome = 'discarded' WHERE source = ? AND outcome = 'open'")
                        .param(source)
                        .update());
        cleanup.drop(source, epoch, () -> false);
        metadata.dropFinished(source, epoch, () -> false);
        int removed = fenced.execute(source, epoch, () -> removeRows(source));
        RowCount.expectOne(removed, "removing source number " + source);
    }

    private int removeRows(int source) {
        if (isStaged(source)) {
            throw new CannotAcquireLockException(
                    "what is staged of a source that was never published can't be dropped now; run again");
        }
        jdbc.sql("DELETE FROM directory.last_run WHERE source = ?")
                .param(source)
                .update();
        jdbc.sql("DELETE FROM directory.snapshot WHERE source = ?")
                .param(source)
                .update();
        jdbc.sql("DELETE FROM staging.notice WHERE source = ?").param(source).update();
        jdbc.sql("DELETE FROM staging.fence WHERE source = ?").param(source).update();
        return jdbc.sql("DELETE FROM directory.source WHERE id = ?")
                .param(source)
                .update();
    }

    private boolean isRead(int source) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM directory.snapshot n
                                         JOIN staging.listing_checkpoint c ON c.snapshot = n.id AND c.pages > 0
                                        WHERE n.source = ?)
                        """).param(source).query(Boolean.class).single();
    }

    /** Whether rows are left, which nobody would find once the source is gone. The checkpoints of a listing go last. */
    private boolean isStaged(int source) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM directory.snapshot n
                                        WHERE n.source = ?
                                          AND n.id IN (SELECT snapshot FROM staging.listing_checkpoint))
                        """).param(source).query(Boolean.class).single();
    }
}
