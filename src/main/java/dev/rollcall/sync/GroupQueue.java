package dev.rollcall.sync;

import dev.rollcall.store.GroupCheckpoint;
import dev.rollcall.store.GroupSlice;
import dev.rollcall.store.MembershipStaging;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The groups whose memberships are to be read, handed to the workers one at a time. Read from the checkpoints in
 * slices, so that memory does not grow with the directory. Safe for use by several threads.
 */
final class GroupQueue {
    private static final int SLICE = 2_000;

    private final MembershipStaging staging;
    private final long snapshot;
    private final Queue<GroupCheckpoint> slice = new ArrayDeque<>();
    private GroupSlice.@Nullable End end;
    private boolean drained;

    GroupQueue(MembershipStaging staging, long snapshot) {
        this.staging = staging;
        this.snapshot = snapshot;
    }

    /** The next group; null when none is left. */
    synchronized @Nullable GroupCheckpoint take() {
        if (slice.isEmpty() && !drained) {
            GroupSlice next = staging.pending(snapshot, end, SLICE);
            next.entries().forEach(entry -> slice.add(entry.checkpoint()));
            end = next.end();
            drained = slice.isEmpty();
        }
        return slice.poll();
    }
}
