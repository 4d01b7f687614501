package dev.rollcall.store.publish;

import dev.rollcall.store.source.FencingToken;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a publish joins the rows of its source with tables that hold those of all sources. */
final class TableJoins {
    /** Looked up one by one within seconds; within minutes where the planner, without statistics, has each one searched for. */
    private static final int FEW = 200_000;

    /** Of so many memberships of the database one is the source's: reading all of them takes longer. */
    private static final int ONE_IN = 20;

    private static final String IS_SMALL_PART = """
            SELECT s.size <= :few
                   AND s.size * :oneIn < (SELECT c.reltuples FROM pg_class c
                                           WHERE c.oid = 'directory.memberships_history'::regclass)
              FROM (SELECT coalesce(greatest(
                           (SELECT max(greatest(n.groups, n.memberships, n.users)) FROM directory.snapshot n
                             WHERE n.source = :source AND n.outcome = 'published'),
                           (SELECT max(l.items) FROM staging.listing_checkpoint l WHERE l.snapshot = :snapshot),
                           (SELECT sum(c.memberships) FROM staging.group_checkpoint c
                             WHERE c.snapshot = :snapshot)), 0)) s (size)
            """;

    private TableJoins() {}

    /** Whether the source of a snapshot is a small part of its database: then reading its rows alone takes less. */
    static boolean isSmallPart(JdbcClient jdbc, FencingToken token) {
        return jdbc.sql(IS_SMALL_PART)
                .param("few", FEW)
                .param("oneIn", ONE_IN)
                .param("source", token.source())
                .param("snapshot", token.snapshot())
                .query(Boolean.class)
                .single();
    }

    /**
     * Chooses for the rest of the transaction.
     *
     * @param whole has whole tables joined: a nested loop, planned from stale or missing statistics, or for rows just
     *     written, of which the planner knows nothing, would take hours. Else the planner may look rows up one by one
     */
    static void join(JdbcClient jdbc, boolean whole) {
        jdbc.sql("SET LOCAL enable_nestloop " + (whole ? "= off" : "TO DEFAULT"))
                .update();
    }
}
