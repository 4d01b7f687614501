package dev.rollcall.sync.step;

import dev.rollcall.directory.Membership;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.sync.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * One worker: takes groups from the queue and reads their memberships, and waits while groups are still listed and
 * none is there. One item is the pages of one chunk; a group with more pages than that stays with its worker.
 */
final class MembershipsReader implements ItemReader<MembershipChunk> {
    private final RunContext run;
    private final StepExecution step;
    private final RequestCounter tally;
    private final Prefetch<Membership> ahead;
    private @Nullable MembershipListing group;

    MembershipsReader(RunContext run, StepExecution step, Executor threads) {
        this.run = run;
        this.step = step;
        this.tally = run.newTally();
        this.ahead = new Prefetch<>(run, threads);
    }

    @Override
    public @Nullable MembershipChunk read() {
        run.checkLock();
        List<MembershipPages> read = new ArrayList<>();
        ChunkLimit budget = new ChunkLimit();
        while (!budget.spent() && ahead.goesOn()) {
            MembershipListing current = group == null ? next() : group;
            group = current;
            if (current == null) {
                if (read.isEmpty() && run.queue().awaitMore()) {
                    continue;
                }
                break;
            }
            try {
                current.read(budget);
            } catch (StoppedException e) {
                break;
            } finally {
                current.pages().ifPresent(read::add);
            }
            if (current.ended()) {
                group = null;
            }
        }
        MembershipChunk chunk = read.isEmpty() ? null : new MembershipChunk(read, run.take(tally));
        if (run.isStopped()) {
            step.setTerminateOnly();
        } else {
            readAhead();
        }
        return chunk;
    }

    private void readAhead() {
        MembershipListing current = group == null ? next() : group;
        group = current;
        if (current != null) {
            current.readAhead();
        }
    }

    private @Nullable MembershipListing next() {
        var checkpoint = run.queue().poll();
        return checkpoint == null ? null : new MembershipListing(run, run.directory(tally), ahead, checkpoint);
    }
}
