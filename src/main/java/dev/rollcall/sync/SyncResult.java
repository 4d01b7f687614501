package dev.rollcall.sync;

import dev.rollcall.directory.Blame;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.staging.RequestCounts;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one source. What is not known is null.
 *
 * @param source its name
 * @param snapshotId null when no snapshot was opened
 * @param resumed whether the run resumed a snapshot that an earlier one began
 * @param comparison what the publish did, or what it would have done when guarded or in a dry run; else null
 * @param requests sent for the snapshot, by all its runs; null when no snapshot was opened or nobody can tell
 * @param sample the groups read again at the end of the reading; null when none were, and unless published
 * @param seconds from the start of the run to its end
 * @param publishedAt null unless published
 * @param chain the snapshot's link in the chain of its source, in hexadecimal; null unless published
 * @param error what went wrong; null when nothing did
 */
public record SyncResult(
        String source,
        String provider,
        String identityStoreId,
        @Nullable Long snapshotId,
        Outcome outcome,
        boolean resumed,
        @Nullable Comparison comparison,
        @Nullable RequestCounts requests,
        SnapshotRow.@Nullable Sample sample,
        double seconds,
        @Nullable Instant publishedAt,
        @Nullable String chain,
        @Nullable Failure error) {

    /** How a run ended. */
    public enum Outcome {
        PUBLISHED,
        GUARDED,
        FAILED,
        STOPPED,
        BUSY,
        DRY_RUN;

        /** Its name in {@code --json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Why a run failed.
     *
     * @param code short and stable: {@code denied}, {@code unavailable}, {@code database}, …
     * @param message one line
     * @param advice what to do about it, beyond running again; null when the message says it or nothing is known
     * @param operation the provider's operation; null when none was involved
     * @param groupId null when no group was involved
     * @param requestId the provider's; null when it gave none
     */
    public record Failure(
            String code,
            Blame blame,
            String message,
            @Nullable String advice,
            @Nullable String operation,
            @Nullable String groupId,
            @Nullable String requestId) {}
}
