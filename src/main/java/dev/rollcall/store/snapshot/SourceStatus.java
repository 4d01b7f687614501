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
     * @param readFrom when its reading began
     * @param asOf when this was asked, by the database's clock
     * @param age since its reading ended, by the database's clock
     * @param gaps groups in gap now
     */
    public record Published(
            long snapshot,
            Instant publishedAt,
            Instant readFrom,
            Instant asOf,
            Duration age,
            SnapshotRow.Totals totals,
            long gaps) {}

    /**
     * An open snapshot.
     *
     * @param step listing, memberships or publish
     * @param run that works on it; null when it was interrupted
     */
    public record Open(
            long snapshot,
            Instant startedAt,
            int runs,
            String step,
            Reading reading,
            @Nullable Run run) {}

    /**
     * How far an open snapshot is read, in all its runs.
     *
     * @param groups listed so far
     * @param groupsRead those of them that are read to their end
     * @param gaps those of them that could not be read so far
     * @param users null when it does not read them
     * @param throttles those requests that the provider refused as too many
     */
    public record Reading(
            long groups,
            long groupsRead,
            long gaps,
            long memberships,
            @Nullable Long users,
            long requests,
            long throttles) {}

    /**
     * The run that works on an open snapshot.
     *
     * @param rate requests a second since the run began
     * @param left until all is read at this rate, about; null while groups are listed, and at the publish
     * @param expectedEnd the time then, by the database's clock; null with {@code left}
     */
    public record Run(
            Instant since,
            HostProcess process,
            double rate,
            @Nullable Duration left,
            @Nullable Instant expectedEnd) {}

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
            @Nullable String message) {
        /** Whether it is a worker's word that it and others read the source no more. */
        public boolean isParked() {
            return "internal".equals(code) && message != null && message.startsWith("parked: ");
        }
    }
}
