package dev.rollcall.store.snapshot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a source stands.
 *
 * @param published null before the first publish
 * @param usersReadAt when the published users were read to their end; null before users were first published
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

    /** An open snapshot: of the groups listed, how many are read to their end, and how many are in gap so far. */
    public record Open(long snapshot, Instant startedAt, int runs, long groups, long groupsRead, long gaps) {}

    /** Why a run failed, and when. */
    public record Failure(Instant at, String message) {}
}
