package dev.rollcall.store.publish;

import dev.rollcall.store.snapshot.SnapshotRow;
import java.util.Objects;

/** What became of a snapshot that was offered for publishing. */
public sealed interface PublishOutcome {
    /** Readers see it once the caller's transaction commits. */
    record Published(SnapshotRow snapshot) implements PublishOutcome {}

    /**
     * It stays staged and awaits consent; history is untouched.
     *
     * @param comparison what publishing it would have done; its guard is not null
     */
    record Guarded(Comparison comparison) implements PublishOutcome {
        public GuardReport report() {
            return Objects.requireNonNull(comparison.guard());
        }
    }
}
