package dev.rollcall.store.staging;

import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.SourceLock;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drops the staged rows that nobody needs any more, in bounded deletes. Each delete is a transaction of its own: call
 * this outside any other. What can't be dropped now is left to the next call, with a warning. Safe for use by several
 * threads.
 */
public final class StagingCleanup {
    private static final Logger log = LoggerFactory.getLogger(StagingCleanup.class);

    /** Blocks of a table for one delete: some 10,000 narrow rows. Going by blocks reads each once. */
    private static final int BLOCKS = 128;

    /** The listing's checkpoint goes last: while it is there, the next call finds what an interrupted one left. */
    private static final List<String> TABLES = List.of(
            "staging.memberships",
            "staging.group_checkpoint",
            "staging.groups",
            "staging.users",
            "staging.run_requests",
            "staging.listing_checkpoint");

    /** Rows of other tables commit together with a checkpoint of their listing. */
    private static final String STAGED =
            "id IN (SELECT snapshot FROM staging.listing_checkpoint UNION SELECT snapshot FROM staging.run_requests)";

    private static final String FINISHED = """
            SELECT id FROM directory.snapshot
             WHERE source = ? AND outcome IN ('published', 'discarded') AND
            """ + STAGED;

    private static final String ABANDONED = """
            SELECT DISTINCT source FROM directory.snapshot
             WHERE source <> ?
               AND (outcome IN ('published', 'discarded')
                    OR outcome = 'open' AND (dry_run OR resume_until < clock_timestamp()))
               AND
            """ + STAGED;

    private final JdbcClient jdbc;
    private final FencedTransaction fenced;

    public StagingCleanup(JdbcClient jdbc, FencedTransaction fenced) {
        this.jdbc = jdbc;
        this.fenced = fenced;
    }

    /**
     * Drops the staged rows of a source's finished snapshots, and its dry runs.
     *
     * @param epoch of the caller, who holds the source's lock, so that a dry run found here has ended
     * @param stopped whether the rest is to be left to the next call
     */
    public void drop(int source, long epoch, BooleanSupplier stopped) {
        BoundedDeletes deletes = new BoundedDeletes(jdbc, fenced, source, epoch, stopped);
        deletes.attempt("the staged rows of finished snapshots", () -> {
            deletes.once(() -> discard(source, "dry_run"));
            dropFinished(source, deletes);
        });
    }

    /**
     * Drops what other sources left and no run will resume: rows of finished snapshots, of dry runs, and of open
     * snapshots that were begun longer ago than their resume-within, which are discarded. A source that a run holds is
     * left alone, and no run is kept from holding one.
     *
     * @param source the caller's own
     * @param epoch the caller's
     * @param stopped whether the rest is to be left to the next call
     */
    public void dropAbandoned(int source, long epoch, BooleanSupplier stopped) {
        BoundedDeletes deletes = new BoundedDeletes(jdbc, fenced, source, epoch, stopped);
        deletes.attempt(
                "the staged rows of abandoned snapshots",
                () -> deletes
                        .once(() -> jdbc.sql(ABANDONED)
                                .param(source)
                                .query(Integer.class)
                                .list())
                        .stream()
                        .filter(other -> deletes.once(() -> discardAbandoned(other)))
                        .forEach(other -> dropFinished(other, deletes)));
    }

    /**
     * Discards what no run of a source can resume, in the caller's transaction. A run that begins meanwhile waits for
     * the fence, and looks at what is open only then.
     *
     * @return false when a run holds the source
     */
    private boolean discardAbandoned(int source) {
        boolean locked = jdbc.sql("SELECT true FROM staging.fence WHERE source = ? FOR UPDATE SKIP LOCKED")
                .param(source)
                .query(Boolean.class)
                .optional()
                .isPresent();
        if (!locked || SourceLock.isHeld(jdbc, source)) {
            return false;
        }
        jdbc.sql("UPDATE staging.fence SET epoch = epoch + 1 WHERE source = ?")
                .param(source)
                .update();
        if (discard(source, "(dry_run OR resume_until < clock_timestamp())") > 0) {
            log.info("source number {}: its open snapshot can't be resumed any more and is discarded", source);
        }
        return true;
    }

    /** @param which a condition on rows of {@code directory.snapshot} */
    private int discard(int source, String which) {
        return jdbc.sql("UPDATE directory.snapshot SET outcome = 'discarded' WHERE source = ? AND outcome = 'open' AND "
                        + which)
                .param(source)
                .update();
    }

    private void dropFinished(int source, BoundedDeletes deletes) {
        List<Long> finished = deletes.once(
                () -> jdbc.sql(FINISHED).param(source).query(Long.class).list());
        if (!finished.isEmpty()) {
            TABLES.forEach(table -> dropRows(table, finished, deletes));
        }
        deletes.once(
                () -> jdbc.sql("DELETE FROM directory.snapshot WHERE source = ? AND dry_run AND outcome = 'discarded'")
                        .param(source)
                        .update());
    }

    private record Extent(long first, long last) {}

    private void dropRows(String table, List<Long> snapshots, BoundedDeletes deletes) {
        // The table's name is one of the constants above.
        String extent = "SELECT coalesce((min(ctid)::text::point)[0], 0)::bigint AS first,"
                + " coalesce((max(ctid)::text::point)[0], -1)::bigint AS last"
                + " FROM " + table + " WHERE snapshot IN (:snapshots)";
        String delete = "DELETE FROM " + table
                + " WHERE ctid >= CAST(:from AS tid) AND ctid < CAST(:to AS tid) AND snapshot IN (:snapshots)";
        Extent rows = deletes.once(() -> jdbc.sql(extent)
                .param("snapshots", snapshots)
                .query(Extent.class)
                .single());
        for (long block = rows.first(); block <= rows.last(); block += BLOCKS) {
            String from = "(" + block + ",0)";
            String to = "(" + (block + BLOCKS) + ",0)";
            deletes.once(() -> jdbc.sql(delete)
                    .param("from", from)
                    .param("to", to)
                    .param("snapshots", snapshots)
                    .update());
        }
    }
}
