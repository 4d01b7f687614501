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
 * The groups whose memberships are to be read, each handed out to one worker. Reads the groups' checkpoints in slices,
 * so that memory does not grow with the directory. While groups are being listed, hands out those listed so far; once
 * all are listed, the largest of the others first, and at last those that were put back. Safe for use by several
 * threads.
 */
public final class GroupQueue {
    private static final int SLICE = 2_000;

    private final GroupCheckpoints checkpoints;
    private final long snapshot;
    private final Queue<GroupCheckpoint> slice = new ArrayDeque<>();
    private final Queue<GroupCheckpoint> putBack = new ArrayDeque<>();
    private final BitSet handedOut = new BitSet();
    private @Nullable Cursor end;
    private boolean mayHoldMore = true;
    private boolean listed;
    private boolean over;

    GroupQueue(GroupCheckpoints checkpoints, long snapshot) {
        this.checkpoints = checkpoints;
        this.snapshot = snapshot;
    }

    /**
     * A group's turn.
     *
     * @param last whether it had one before and gets none after
     */
    public record Turn(GroupCheckpoint from, boolean last) {}

    /** Hands out the next group; null when there is none now. */
    public synchronized @Nullable Turn poll() {
        while (slice.isEmpty() && mayHoldMore) {
            fill();
        }
        GroupCheckpoint next = slice.poll();
        if (next != null) {
            handedOut.set(next.groupNo());
            return new Turn(next, false);
        }
        GroupCheckpoint again = listed ? putBack.poll() : null;
        return again == null ? null : new Turn(again, true);
    }

    /**
     * Gives a group another turn, after all those that had none yet.
     *
     * @param from its committed checkpoint
     */
    public synchronized void putBack(GroupCheckpoint from) {
        putBack.add(from);
    }

    /**
     * Waits until there may be another group.
     *
     * @return false when there will be none, or the thread was interrupted
     */
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

    /** Says that more groups were staged. */
    public synchronized void staged() {
        mayHoldMore = true;
        notifyAll();
    }

    /** Says that all groups are staged. Those not handed out yet follow in the final order. */
    public synchronized void allStaged() {
        listed = true;
        over = true;
        slice.clear();
        staged();
    }

    /** Says that no more groups will be staged, whether or not all are. */
    public synchronized void endWaiting() {
        over = true;
        notifyAll();
    }

    /** Leaves out groups handed out before: they are pending until their checkpoints are committed. */
    private void fill() {
        PendingGroups next = checkpoints.pending(snapshot, end, SLICE);
        next.groups().stream().filter(group -> !handedOut.get(group.groupNo())).forEach(slice::add);
        if (listed) {
            end = next.end();
            mayHoldMore = end != null;
        } else {
            mayHoldMore = next.groups().size() == SLICE && !slice.isEmpty();
        }
    }
}
