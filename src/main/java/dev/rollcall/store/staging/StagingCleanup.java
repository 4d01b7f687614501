package dev.rollcall.store.staging;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drops the staged rows of snapshots that are published or discarded, in bounded deletes. Each delete is a transaction
 * of its own: call this outside any other. After an interruption the next call goes on. Safe for use by several
 * threads.
 */
public final class StagingCleanup {
    /**
     * Blocks of a table for one delete: some 10,000 narrow rows. Going by blocks reads each once and needs no index.
     */
    private static final int BLOCKS = 128;

    private static final List<String> TABLES = List.of(
            "staging.memberships",
            "staging.group_checkpoint",
            "staging.groups",
            "staging.users",
            "staging.run_requests",
            "staging.listing_checkpoint");

    private static final String FINISHED = """
            SELECT id FROM directory.snapshot
             WHERE source = ? AND (outcome IN ('published', 'discarded') OR dry_run)
               AND id IN (SELECT snapshot FROM staging.listing_checkpoint
                          UNION SELECT snapshot FROM staging.run_requests
                          UNION SELECT snapshot FROM staging.groups
                          UNION SELECT snapshot FROM staging.users)
            """;

    private final JdbcClient jdbc;

    public StagingCleanup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Drops the staged rows of a source's finished snapshots, and all of its dry runs. The caller holds the source's
     * lock, so that a dry run found here has ended.
     */
    public void drop(int source) {
        List<Long> finished = jdbc.sql(FINISHED).param(source).query(Long.class).list();
        if (!finished.isEmpty()) {
            // The listing's checkpoint goes last: while it is there, the next call finds what an interrupted one left.
            TABLES.forEach(table -> drop(table, finished));
        }
        jdbc.sql("DELETE FROM directory.snapshot WHERE source = ? AND dry_run")
                .param(source)
                .update();
    }

    private void drop(String table, List<Long> snapshots) {
        long blocks = jdbc.sql("SELECT pg_relation_size(CAST(? AS regclass)) / current_setting('block_size')::bigint")
                .param(table)
                .query(Long.class)
                .single();
        // The table's name is one of the constants above.
        String sql = "DELETE FROM " + table
                + " WHERE ctid >= CAST(:from AS tid) AND ctid < CAST(:to AS tid) AND snapshot IN (:snapshots)";
        for (long block = 0; block < blocks; block += BLOCKS) {
            jdbc.sql(sql)
                    .param("from", "(" + block + ",0)")
                    .param("to", "(" + (block + BLOCKS) + ",0)")
                    .param("snapshots", snapshots)
                    .update();
        }
    }
}
