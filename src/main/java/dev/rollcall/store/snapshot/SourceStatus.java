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
 * @param lastRun null before the first run that was no dry run
 * @param noticesUndelivered notices that could not be delivered so far
 */
public record SourceStatus(
        String name,
        String provider,
        String identityStoreId,
        @Nullable Published published,
        @Nullable Instant usersReadAt,
        @Nullable Open open,
        @Nullable Long guarded,
        @Nullable LastRun lastRun,
        long noticesUndelivered) {

    /**
     * The last published snapshot.
     *
     * @param age since its reading ended, by the database's clock
     * @param gaps groups in gap now
     */
    public record Published(long snapshot, Instant publishedAt, Duration age, SnapshotRow.Totals totals, long gaps) {}

    /**
     * An open snapshot.
     *
     * @param groups listed so far
     * @param groupsRead those of them that are read to their end
     * @param gaps those of them that could not be read so far
     * @param step listing, memberships or publish
     * @param process that works on it; null when it was interrupted
     */
    public record Open(
            long snapshot,
            Instant startedAt,
            int runs,
            long groups,
            long groupsRead,
            long gaps,
            String step,
            @Nullable HostProcess process) {}

    /** A process, and the host that it runs on. */
    public record HostProcess(String host, long process) {
        @Override
        public String toString() {
            return "host " + host + ", process " + process;
        }
    }

    /**
     * The newest run.
     *
     * @param end null while it is under way, and when it was killed
     */
    public record LastRun(Instant startedAt, @Nullable RunEnd end, HostProcess process) {}

    /**
     * How a run ended.
     *
     * @param outcome published, guarded, failed or stopped
     * @param code kind of failure; null unless failed
     * @param message why it failed; null unless failed
     */
    public record RunEnd(
            Instant at,
            String outcome,
            int exitCode,
            @Nullable String code,
            @Nullable String message) {}
}
