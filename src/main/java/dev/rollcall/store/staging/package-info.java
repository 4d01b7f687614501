/**
 * The rows of open snapshots, and the checkpoints to go on from. Doors for writers: {@link GroupStaging},
 * {@link UserStaging} and {@link MembershipStaging}; rows and the checkpoint after them are written in the caller's
 * transaction, which first proves by its fencing token that no later run took the source, so that they commit together
 * or not at all. For the run: {@link GroupCheckpoints} (what is left to read), {@link SnapshotStaging} (requests,
 * statistics), {@link StagingCleanup} and {@link JobMetadata}, which drop what nobody needs any more, under the source's
 * lock and outside any transaction.
 */
@NullMarked
package dev.rollcall.store.staging;

import org.jspecify.annotations.NullMarked;
