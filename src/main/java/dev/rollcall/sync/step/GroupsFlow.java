package dev.rollcall.sync.step;

import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.sync.run.ActiveRuns;
import dev.rollcall.sync.run.RunContext;
import java.util.Collection;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.FlowExecution;
import org.springframework.batch.core.job.flow.FlowExecutionException;
import org.springframework.batch.core.job.flow.FlowExecutionStatus;
import org.springframework.batch.core.job.flow.FlowExecutor;
import org.springframework.batch.core.job.flow.State;

/**
 * The listing of groups. At its end, of whatever kind, nobody waits for another group: a step that could not even be
 * created has no listener that would tell.
 */
final class GroupsFlow implements Flow {
    private final Flow listing;
    private final ActiveRuns runs;
    private final GroupStaging staging;
    private final GroupCheckpoints checkpoints;

    GroupsFlow(Flow listing, ActiveRuns runs, GroupStaging staging, GroupCheckpoints checkpoints) {
        this.listing = listing;
        this.runs = runs;
        this.staging = staging;
        this.checkpoints = checkpoints;
    }

    @Override
    public FlowExecution start(FlowExecutor executor) throws FlowExecutionException {
        RunContext run = runs.of(executor.getJobExecution().getJobParameters().getLong("snapshot"));
        try {
            FlowExecution ended = listing.start(executor);
            if (ended.getStatus().equals(FlowExecutionStatus.COMPLETED)) {
                allListed(run);
            }
            return ended;
        } finally {
            run.queue().endWaiting();
        }
    }

    private void allListed(RunContext run) {
        try {
            staging.analyze();
            long groups = checkpoints.count(run.token().snapshot()).listed();
            run.progress().allGroupsListed(groups);
            run.gapLimit().groups(groups);
            run.queue().allStaged();
        } catch (RuntimeException e) {
            run.fail(e);
            throw e;
        }
    }

    @Override
    public String getName() {
        return listing.getName();
    }

    @Override
    public State getState(String name) {
        return listing.getState(name);
    }

    @Override
    public FlowExecution resume(String state, FlowExecutor executor) throws FlowExecutionException {
        return listing.resume(state, executor);
    }

    @Override
    public Collection<State> getStates() {
        return listing.getStates();
    }
}
