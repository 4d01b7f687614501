package dev.rollcall.store.source;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps runs that lost their source from writing: every transaction that writes staging proves its epoch first. Safe
 * for use by several threads.
 */
public final class Fence {
    private static final String ALONE = "FOR UPDATE";

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
     * Proves, to the end of the caller's transaction, that no later run took the source.
     *
     * @throws FencedException when one did
     */
    public void prove(FencingToken hold) {
        if (!holds(hold.source(), hold.epoch(), "FOR SHARE")) {
            throw new FencedException(hold);
        }
    }

    /**
     * Proves the same, and that nobody else writes for the source until the caller's transaction ends.
     *
     * @throws FencedException when a later run took the source
     */
    public void proveAlone(FencingToken hold) {
        if (!holds(hold.source(), hold.epoch(), ALONE)) {
            throw new FencedException(hold);
        }
    }

    /** Proves it for a caller that has no snapshot. */
    public void proveAlone(int source, long epoch) {
        if (!holds(source, epoch, ALONE)) {
            throw new FencedException(source);
        }
    }

    private boolean holds(int source, long epoch, String lock) {
        return jdbc.sql("SELECT true FROM staging.fence WHERE source = ? AND epoch = ? " + lock)
                .params(source, epoch)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }
}
