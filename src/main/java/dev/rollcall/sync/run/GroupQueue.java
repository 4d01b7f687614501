package dev.rollcall.sync.run;

import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupCheckpoints.Cursor;
import dev.rollcall.store.staging.GroupCheckpoints.PendingGroups;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The groups whose memberships are to be read, each handed to one worker. Read from the checkpoints in slices, so that
 * memory does not grow with the directory. While groups are still being listed, those listed so far are handed out;
 * once all are, the largest of the rest come first. Safe for use by several threads.
 */
public final class GroupQueue {
    private static final int SLICE = 2_000;

    private final GroupCheckpoints checkpoints;
    private final long snapshot;
    private final Queue<GroupCheckpoint> slice = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private @Nullable Cursor end;
    private boolean mayHoldMore = true;
    private boolean listed;
    private boolean over;

    GroupQueue(GroupCheckpoints checkpoints, long snapshot) {
        this.checkpoints = checkpoints;
        this.snapshot = snapshot;
    }

    /** The next group; null when there is none now. */
    public synchronized @Nullable GroupCheckpoint poll() {
        while (slice.isEmpty() && mayHoldMore) {
            fill();
        }
        GroupCheckpoint next = slice.poll();
        if (next != null) {
            taken.set(next.groupNo());
        }
        return next;
    }

    /** Waits until there may be another group; false when there will be none. An interrupted thread waits no longer. */
    public synchronized boolean awaitMore() {
        while (!mayHoldMore && !over) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return mayHoldMore;
    }

    /** Tells that more groups were staged. */
    public synchronized void staged() {
        mayHoldMore = true;
        notifyAll();
    }

    /** Tells that all groups are staged. What is left is handed out in its final order. */
    public synchronized void allStaged() {
        listed = true;
        over = true;
        slice.clear();
        staged();
    }

    /** Tells that no more groups will be staged, whether all are or not. */
    public synchronized void endWaiting() {
        over = true;
        notifyAll();
    }

    /** What was taken is pending until its checkpoint is committed. */
    private void fill() {
        PendingGroups next = checkpoints.pending(snapshot, end, SLICE);
        next.groups().stream().filter(group -> !taken.get(group.groupNo())).forEach(slice::add);
        if (listed) {
            end = next.end();
            mayHoldMore = end != null;
        } else {
            mayHoldMore = next.groups().size() == SLICE && !slice.isEmpty();
        }
    }
}
