package dev.rollcall.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a source's last reading, by its own clock.
 *
 * @param known since when the source is; null while it never was opened
 * @param began when the reading of its last published snapshot began; null while it has none
 * @param published when that was published; null while it has none
 */
record LastReading(
        @Nullable Instant known,
        @Nullable Instant began,
        @Nullable Instant published) {
    static final LastReading NONE = new LastReading(null, null, null);

    private static final int SECONDS = 60;

    /** Of sources that are due at once the greatest goes first: the one that was not read for longest. */
    int priority() {
        return began == null ? 0 : -(int) (began.getEpochSecond() / SECONDS);
    }
}
