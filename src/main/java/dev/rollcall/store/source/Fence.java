package dev.rollcall.store.source;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps runs that lost their source from writing: every transaction that writes first requires the run's token to be
 * current. The fence is one row a source, in {@code staging.fence}; the row lock is kept to the end of the
 * transaction, which must be READ COMMITTED. Safe for use by several threads.
 */
public final class Fence {
    private static final String SHARED = "FOR SHARE";
    private static final String EXCLUSIVE = "FOR UPDATE";

    private final JdbcClient jdbc;

    public Fence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Fences off all earlier runs of a source. The caller holds the source's lock.
     *
     * @return the epoch of the run that begins; above any that a restored backup could bring back
     */
    public long raise(int source) {
        Duration since1970 = Duration.between(Instant.EPOCH, Instant.now());
        long micros = since1970.toNanos() / 1_000;
        return jdbc.sql("""
                        INSERT INTO staging.fence AS f (source, epoch, holder) VALUES (?, ?, ?)
                        ON CONFLICT (source) DO UPDATE SET
                            epoch = greatest(f.epoch + 1, excluded.epoch), holder = excluded.holder
                        RETURNING epoch
                        """)
                .params(source, micros, RunIdentity.here())
                .query(Long.class)
                .single();
    }

    /**
     * Requires that no later run took the source. None can until the caller's transaction ends; other writers of the
     * same run are not kept waiting.
     *
     * @throws FencedException when a later run took it
     */
    public void requireCurrent(FencingToken token) {
        if (!isCurrent(token.source(), token.epoch(), SHARED)) {
            throw new FencedException(token);
        }
    }

    /** The same for a caller that works on no snapshot. */
    public void requireCurrent(int source, long epoch) {
        if (!isCurrent(source, epoch, SHARED)) {
            throw new FencedException(source);
        }
    }

    /**
     * Requires the same, and waits until no other transaction writes for the source; none can until the caller's
     * transaction ends.
     *
     * @throws FencedException when a later run took the source
     */
    public void requireCurrentExclusively(FencingToken token) {
        if (!isCurrent(token.source(), token.epoch(), EXCLUSIVE)) {
            throw new FencedException(token);
        }
    }

    /** The same for a caller that works on no snapshot. */
    public void requireCurrentExclusively(int source, long epoch) {
        if (!isCurrent(source, epoch, EXCLUSIVE)) {
            throw new FencedException(source);
        }
    }

    private boolean isCurrent(int source, long epoch, String rowLock) {
        return jdbc.sql("SELECT true FROM staging.fence WHERE source = ? AND epoch = ? " + rowLock)
                .params(source, epoch)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }
}
