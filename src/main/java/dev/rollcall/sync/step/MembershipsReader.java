package dev.rollcall.sync.step;

import dev.rollcall.directory.Membership;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.sync.run.GroupQueue.Turn;
import dev.rollcall.sync.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * One worker: takes groups from the run's queue and reads their memberships; waits while groups are still being listed
 * and the queue is empty. An item is the pages of one chunk; a group with more pages stays with its worker, unless it
 * gives way to others. For one thread.
 */
final class MembershipsReader implements ItemReader<MembershipChunk> {
    private final RunContext run;
    private final PageReader<Membership> pages;
    private @Nullable MembershipListing group;
    private @Nullable GroupCheckpoint givesWay;

    MembershipsReader(RunContext run, PageReader<Membership> pages) {
        this.run = run;
        this.pages = pages;
    }

    @Override
    public @Nullable MembershipChunk read() {
        pages.beginChunk();
        putBack();
        List<MembershipPages> read = new ArrayList<>();
        while (pages.takesAnotherPage()) {
            MembershipListing current = currentGroup();
            if (current == null) {
                if (read.isEmpty() && run.queue().awaitMore()) {
                    continue;
                }
                break;
            }
            try {
                current.read();
            } catch (StoppedException e) {
                break;
            } finally {
                current.takePages().ifPresent(read::add);
            }
            if (current.hasEnded()) {
                group = null;
            } else if (current.givesWay()) {
                group = null;
                givesWay = current.checkpoint();
                if (!read.isEmpty()) {
                    break;
                }
                putBack();
            }
        }
        MembershipChunk chunk = read.isEmpty() ? null : new MembershipChunk(read, pages.takeCounts());
        if (!pages.endStepIfStopped()) {
            MembershipListing next = currentGroup();
            if (next != null) {
                next.prefetch();
            }
        }
        return chunk;
    }

    /** The group that is being read, or the queue's next one; null when the queue has none now. */
    private @Nullable MembershipListing currentGroup() {
        if (group == null) {
            Turn turn = run.queue().poll();
            group = turn == null ? null : new MembershipListing(run, pages, turn);
        }
        return group;
    }

    /** Gives the group that gave way another turn, once its pages are committed: another worker may go on with it. */
    private void putBack() {
        if (givesWay != null) {
            run.queue().putBack(givesWay);
            givesWay = null;
        }
    }
}
