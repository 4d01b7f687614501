package dev.rollcall.sync;

import dev.rollcall.directory.Membership;
import dev.rollcall.directory.pace.StoppedException;
import dev.rollcall.directory.pace.Tally;
import dev.rollcall.store.GroupPages;
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
final class MembershipsReader implements ItemReader<MembershipPages> {
    private final SyncRun run;
    private final StepExecution step;
    private final Tally tally;
    private final ReadAhead<Membership> ahead;
    private @Nullable GroupReading group;

    MembershipsReader(SyncRun run, StepExecution step, Executor threads) {
        this.run = run;
        this.step = step;
        this.tally = run.newTally();
        this.ahead = new ReadAhead<>(run, threads);
    }

    @Override
    public @Nullable MembershipPages read() {
        run.checkLock();
        List<GroupPages> read = new ArrayList<>();
        PageBudget budget = new PageBudget();
        while (!budget.spent() && ahead.goesOn()) {
            GroupReading current = group == null ? next() : group;
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
        MembershipPages chunk = read.isEmpty() ? null : new MembershipPages(read, run.take(tally));
        if (run.isStopped()) {
            step.setTerminateOnly();
        } else {
            readAhead();
        }
        return chunk;
    }

    private void readAhead() {
        GroupReading current = group == null ? next() : group;
        group = current;
        if (current != null) {
            current.readAhead();
        }
    }

    private @Nullable GroupReading next() {
        var checkpoint = run.queue().poll();
        return checkpoint == null ? null : new GroupReading(run, run.directory(tally), ahead, checkpoint);
    }
}
