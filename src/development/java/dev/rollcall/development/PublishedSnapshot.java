package dev.rollcall.development;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest published snapshot of a source. */
record PublishedSnapshot(String source, long snapshotId, boolean baseline, long membersJoined, long membersLeft) {
    private static final String NEWEST = """
            SELECT source, snapshot_id, baseline, members_joined, members_left
              FROM directory.snapshots
             WHERE source = :source AND outcome = 'published'
             ORDER BY snapshot_id DESC
             LIMIT 1
            """;

    static PublishedSnapshot newest(JdbcClient database, String source) {
        return database.sql(NEWEST)
                .param("source", source)
                .query(PublishedSnapshot.class)
                .single();
    }
}
