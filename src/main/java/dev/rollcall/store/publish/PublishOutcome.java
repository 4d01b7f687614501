package dev.rollcall.store.publish;

import dev.rollcall.store.snapshot.SnapshotRow;

/** What became of a snapshot that was offered for publishing. */
public sealed interface PublishOutcome {
    /** Readers see it once the caller's transaction commits. */
    record Published(SnapshotRow snapshot) implements PublishOutcome {}

    /** It stays staged and awaits consent; history is untouched. */
    record Guarded(GuardReport report) implements PublishOutcome {}
}
