package dev.rollcall.sync;

import dev.rollcall.source.Source;
import java.util.Collection;

/** How many of the database's connections runs take. */
public final class ConnectionBudget {
    /** The most that one process takes, whatever it syncs at once. */
    public static final int MOST = 40;

    /** Beside the workers': for the listings of groups and of users, for Spring Batch, and one to spare. */
    private static final int BESIDE_WORKERS = 4;

    private static final int LOCK = 1;

    private ConnectionBudget() {}

    /** What one run takes: its workers', those beside them and its lock's. */
    public static int of(Source source) {
        return source.directory().workers() + BESIDE_WORKERS + LOCK;
    }

    /** What one process takes for runs on these sources, side by side as far as that goes. */
    public static int needed(Collection<Source> sources) {
        return Math.min(MOST, sources.stream().mapToInt(ConnectionBudget::of).sum());
    }

    /** The size of the pool that runs on these sources share. */
    public static int pool(Collection<Source> sources) {
        int all = sources.stream().mapToInt(source -> of(source) - LOCK).sum();
        return Math.max(BESIDE_WORKERS, Math.min(MOST - LOCK, all));
    }
}
