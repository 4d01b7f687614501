package dev.rollcall.sync;

import dev.rollcall.source.Source;
import java.util.Collection;

/** How many of the database's connections syncing takes. */
public final class ConnectionBudget {
    /** The most that one process takes, however many sources it syncs at once. */
    public static final int MOST = 40;

    /** Besides the workers: for the listings of groups and of users, for Spring Batch, and one to spare. */
    private static final int BESIDE_WORKERS = 4;

    /** The connection that holds the source's lock; it is not one of the pool's. */
    private static final int LOCK = 1;

    private ConnectionBudget() {}

    /** Connections needed to sync one source. */
    public static int of(Source source) {
        return source.directory().workers() + BESIDE_WORKERS + LOCK;
    }

    /** Connections needed to sync these sources side by side, at most {@link #MOST}; sources beyond that wait. */
    public static int needed(Collection<Source> sources) {
        return Math.min(MOST, sources.stream().mapToInt(ConnectionBudget::of).sum());
    }

    /** The size of the pool that runs on these sources share. */
    public static int pool(Collection<Source> sources) {
        int all = sources.stream().mapToInt(source -> of(source) - LOCK).sum();
        return Math.max(BESIDE_WORKERS, Math.min(MOST - LOCK, all));
    }
}
