package dev.rollcall.store.publish;

import dev.rollcall.database.Timestamps;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A snapshot about to be published, locked together with its source until the caller's transaction ends.
 *
 * @param scoped whether it reads a list of groups instead of all
 * @param rescoped whether the last published snapshot of its source had another scope
 * @param usersUnread whether no users of its source were published, or none since it was retired
 * @param last when its source was last published or retired, or its chain went on; null for a source never published
 * @param baseline whether nothing is published of its source
 * @param smallPart whether its source is a small part of its database
 */
record StagedSnapshot(
        FencingToken token,
        String outcome,
        boolean dryRun,
        boolean withUsers,
        boolean scoped,
        boolean rescoped,
        boolean usersUnread,
        @Nullable Instant last,
        boolean baseline,
        boolean smallPart) {
    private static final String LOCK = "SELECT id FROM directory.source WHERE id = ? FOR NO KEY UPDATE";

    private static final String LOOK = """
            SELECT n.outcome, n.dry_run, n.with_users, n.scope <> 'all' AS scoped,
                   coalesce(n.scope <> l.scope, false) AS rescoped, s.users_read_at IS NULL AS users_unread,
                   greatest(l.published_at, l.retired_at, k.at) AS last,
                   l.published_at IS NULL OR l.retired_at IS NOT NULL AS baseline
              FROM directory.snapshot n
              JOIN directory.source s ON s.id = n.source
              LEFT JOIN LATERAL (
                   SELECT p.published_at, p.retired_at, p.scope FROM directory.snapshot p
                    WHERE p.source = n.source AND p.outcome = 'published'
                    ORDER BY p.published_at DESC LIMIT 1) l ON true
              LEFT JOIN LATERAL (
                   SELECT c.at FROM directory.link c WHERE c.source = n.source ORDER BY c.seq DESC LIMIT 1) k ON true
             WHERE n.id = ? AND n.source = ?
               FOR UPDATE OF n
            """;

    /**
     * Locks the snapshot, after the fence and the source's row.
     *
     * @throws FencedException when a later run took the source
     */
    static StagedSnapshot lock(JdbcClient jdbc, FencingToken token) {
        new Fence(jdbc).requireCurrentExclusively(token);
        jdbc.sql(LOCK).param(token.source()).query(Integer.class).single();
        boolean smallPart = TableJoins.isSmallPart(jdbc, token);
        return jdbc.sql(LOOK)
                .params(token.snapshot(), token.source())
                .query((row, n) -> new StagedSnapshot(
                        token,
                        row.getString("outcome"),
                        row.getBoolean("dry_run"),
                        row.getBoolean("with_users"),
                        row.getBoolean("scoped"),
                        row.getBoolean("rescoped"),
                        row.getBoolean("users_unread"),
                        Timestamps.read(row, "last"),
                        row.getBoolean("baseline"),
                        smallPart))
                .optional()
                .orElseThrow(() -> new IllegalStateException(
                        "source number " + token.source() + " has no snapshot " + token.snapshot()));
    }
}
