package dev.rollcall.database;

import java.time.Duration;

/**
 * How a migration waits for tables that others use. All who come later wait behind it, so it waits briefly, gives way
 * and tries again.
 *
 * @param each how long one try waits for a lock
 * @param pause between two tries
 * @param inAll since the first try; then it is given up
 */
record LockWait(Duration each, Duration pause, Duration inAll) {
    private static final int LOOKS = 4;

    static final LockWait DEFAULT = new LockWait(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5));

    /** How often to look who holds the lock, in one try and between two. */
    Duration look() {
        return each.dividedBy(LOOKS);
    }
}
