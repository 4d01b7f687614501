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

    /**
     * Has whole tables joined for the rest of the transaction: a nested loop, planned from stale or missing statistics,
     * would take hours. But where the source is a small part of its database, the planner may look its rows up.
     */
    static void join(JdbcClient jdbc, FencingToken token) {
        boolean smallPart = jdbc.sql(IS_SMALL_PART)
                .param("few", FEW)
                .param("oneIn", ONE_IN)
                .param("source", token.source())
                .param("snapshot", token.snapshot())
                .query(Boolean.class)
                .single();
        jdbc.sql("SET LOCAL enable_nestloop " + (smallPart ? "TO DEFAULT" : "= off"))
                .update();
    }
}
