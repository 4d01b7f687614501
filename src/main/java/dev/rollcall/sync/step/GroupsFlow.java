package dev.rollcall.sync.step;

import dev.rollcall.sync.run.RunContext;
import java.util.Collection;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.FlowExecution;
import org.springframework.batch.core.job.flow.FlowExecutionException;
import org.springframework.batch.core.job.flow.FlowExecutor;
import org.springframework.batch.core.job.flow.State;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Releases the membership workers that wait for more groups, however the listing of groups ends. A flow, because a step
 * listener is not called when the step's execution can't be created.
 */
final class GroupsFlow implements Flow {
    private final Flow listing;
    private final ObjectProvider<RunContext> runContext;

    GroupsFlow(Flow listing, ObjectProvider<RunContext> runContext) {
        this.listing = listing;
        this.runContext = runContext;
    }

    @Override
    public FlowExecution start(FlowExecutor executor) throws FlowExecutionException {
        try {
            return listing.start(executor);
        } finally {
            runContext.getObject().queue().endWaiting();
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
