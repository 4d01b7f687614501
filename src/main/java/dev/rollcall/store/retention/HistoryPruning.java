package dev.rollcall.store.retention;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.database.RowCount;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.publish.Facts;
import dev.rollcall.store.publish.Fields;
import dev.rollcall.store.publish.LinkKind;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Removes the periods of a source's history that ended before a horizon. First the source gets the horizon and its chain
 * the link, in one transaction; then the rows go, in many short ones. What an interrupted call left is found by the
 * horizon. Current rows, keys, snapshots, gaps and links stay. For one thread.
 */
public final class HistoryPruning {
    /** Blocks of a table for one delete: some 10,000 narrow rows. Going by blocks reads each once. */
    private static final int BLOCKS = 128;

    private final JdbcClient jdbc;
    private final Fence fence;
    private final FencedTransaction fenced;
    private final LongTransaction transaction;
    private final Chain chain;
    private final int source;
    private final long epoch;

    /** The tables of history, and how the source of a row is found. */
    public enum Rows {
        MEMBERSHIPS("directory.memberships_history h", "directory.group_key k", "k.no = h.group_no"),
        GROUPS("directory.groups_history h", "directory.group_key k", "k.no = h.group_no"),
        USERS("directory.users_history h", "directory.member_key k", "k.no = h.user_no");

        // What ended did so before infinity: said again, so that the index of what has ended is used.
        private static final String CHOSEN =
                " AND k.source = :source AND h.valid_to < :horizon AND h.valid_to < 'infinity'";

        private final String count;
        private final String extent;
        private final String delete;

        Rows(String table, String keys, String join) {
            String ended = " FROM " + table + " JOIN " + keys + " ON " + join + CHOSEN;
            this.count = "SELECT count(*)" + ended;
            this.extent = "SELECT coalesce((min(h.ctid)::text::point)[0], 0)::bigint AS first,"
                    + " coalesce((max(h.ctid)::text::point)[0], -1)::bigint AS last" + ended;
            this.delete = "DELETE FROM " + table + " USING " + keys
                    + " WHERE h.ctid >= CAST(:from AS tid) AND h.ctid < CAST(:to AS tid) AND " + join + CHOSEN;
        }
    }

    /**
     * What a call begins with.
     *
     * @param removed rows that are to go, as the link tells them
     * @param link of the source's chain
     */
    public record Begun(Chain.Removed removed, String link) {}

    /** @param epoch as raised by the caller, who holds the source's lock */
    public HistoryPruning(DataSource pool, PlatformTransactionManager transactions, int source, long epoch) {
        this.jdbc = JdbcClient.create(pool);
        this.fence = new Fence(jdbc);
        this.fenced = new FencedTransaction(fence, transactions);
        this.transaction = new LongTransaction(pool, transactions);
        this.chain = new Chain(pool);
        this.source = source;
        this.epoch = epoch;
    }

    /** The source's horizon, where the newest link that tells of one agrees; a verification finds where it doesn't. */
    public Optional<Instant> horizon() {
        Optional<Instant> told =
                jdbc.sql("""
                        SELECT facts FROM directory.link
                         WHERE source = ? AND kind = 'pruned' ORDER BY seq DESC LIMIT 1
                        """).param(source).query(String.class).optional().map(HistoryPruning::told);
        Optional<Instant> kept = jdbc.sql(
                        "SELECT pruned_before FROM directory.source WHERE id = ? AND pruned_before IS NOT NULL")
                .param(source)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
        return kept.equals(told) ? kept : Optional.empty();
    }

    private static Instant told(String facts) {
        return Fields.time(String.valueOf(Facts.read(LinkKind.PRUNED, facts).get("horizon")));
    }

    /** How many rows ended before a time; of a long history this takes long. */
    public Chain.Removed ended(Instant horizon) {
        return transaction.execute(cancel -> {}, () -> ended(jdbc, source, horizon));
    }

    /** The same for who only looks, in the caller's transaction. */
    public static Chain.Removed ended(JdbcClient jdbc, int source, Instant horizon) {
        return new Chain.Removed(
                count(jdbc, Rows.GROUPS, source, horizon),
                count(jdbc, Rows.MEMBERSHIPS, source, horizon),
                count(jdbc, Rows.USERS, source, horizon));
    }

    private static long count(JdbcClient jdbc, Rows rows, int source, Instant horizon) {
        return jdbc.sql(rows.count)
                .param("source", source)
                .param("horizon", horizon.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /**
     * Sets the source's horizon, which must be later than the one before, and adds the link: from now on the rows
     * before it are to go.
     *
     * @param who prunes
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public Begun begin(Instant horizon, String who) {
        return transaction.execute(cancel -> {}, () -> {
            fence.requireCurrentExclusively(source, epoch);
            int set = jdbc.sql("""
                            UPDATE directory.source SET pruned_before = :horizon
                             WHERE id = :source AND coalesce(pruned_before < :horizon, true)
                            """)
                    .param("source", source)
                    .param("horizon", horizon.atOffset(ZoneOffset.UTC))
                    .update();
            RowCount.expectOne(set, "setting the horizon of source number " + source);
            Chain.Removed removed = ended(jdbc, source, horizon);
            return new Begun(removed, chain.pruned(source, horizon, who, removed));
        });
    }

    /**
     * Removes rows that ended before a horizon which is set, some thousands a transaction.
     *
     * @param stopped whether the rest is to be left to the next call
     * @param removed told after each transaction how many rows are gone so far
     * @return how many rows there were
     * @throws PruningStoppedException when it was told to stop
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public long remove(Rows rows, Instant horizon, BooleanSupplier stopped, LongConsumer removed) {
        Extent extent = transaction.execute(
                cancel -> {},
                () -> jdbc.sql(rows.extent)
                        .param("source", source)
                        .param("horizon", horizon.atOffset(ZoneOffset.UTC))
                        .query(Extent.class)
                        .single());
        long gone = 0;
        for (long block = extent.first(); block <= extent.last(); block += BLOCKS) {
            if (stopped.getAsBoolean()) {
                throw new PruningStoppedException();
            }
            String from = "(" + block + ",0)";
            String to = "(" + (block + BLOCKS) + ",0)";
            gone += fenced.execute(
                    source,
                    epoch,
                    () -> jdbc.sql(rows.delete)
                            .param("from", from)
                            .param("to", to)
                            .param("source", source)
                            .param("horizon", horizon.atOffset(ZoneOffset.UTC))
                            .update());
            removed.accept(gone);
        }
        return gone;
    }

    private record Extent(long first, long last) {}
}
