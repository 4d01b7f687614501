package dev.rollcall.store.snapshot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a source stands.
 *
 * @param published null while nothing was
 * @param usersReadAt when the reading ended that the published users come from; null while there was none
 * @param open the snapshot that is being read, or was interrupted; null when there is none
 * @param guarded the snapshot that awaits consent; null when there is none
 * @param failure of the newest snapshot's last run; null when it did not fail
 */
public record SourceStatus(
        String name,
        String provider,
        String identityStoreId,
        @Nullable Published published,
        @Nullable Instant usersReadAt,
        @Nullable Open open,
        @Nullable Long guarded,
        @Nullable Failure failure) {

    /**
     * The last published snapshot.
     *
     * @param age since its reading ended, by the database's clock
     * @param gaps groups in gap now
     */
    public record Published(long snapshot, Instant publishedAt, Duration age, SnapshotRow.Totals totals, long gaps) {}

    /** A snapshot on its way: of the groups listed, those read to their end, and those unreadable so far. */
    public record Open(long snapshot, Instant startedAt, int runs, long groups, long groupsRead, long gaps) {}

    /** Why a run failed, and when. */
    public record Failure(Instant at, String message) {}
}
