package dev.rollcall.cli.text;

import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a source stands, and how fresh it ought to be.
 *
 * @param status null when the database has nothing of the source
 * @param freshWithin null where no job file says
 */
public record SourceFreshness(
        String name,
        @Nullable SourceStatus status,
        @Nullable Duration freshWithin) {
    /** Whether what readers see is as recent as the job file wants it. */
    public boolean isFresh() {
        if (status == null || status.published() == null) {
            return false;
        }
        return freshWithin == null || status.published().age().compareTo(freshWithin) <= 0;
    }

    public boolean isGood() {
        return isFresh() && (status == null || status.failure() == null);
    }
}
