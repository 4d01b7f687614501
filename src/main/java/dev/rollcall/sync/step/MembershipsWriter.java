package dev.rollcall.sync.step;

import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.sync.run.RunContext;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Stages memberships, and estimates now and then what is left. */
final class MembershipsWriter implements ItemWriter<MembershipChunk> {
    private final RunContext run;
    private final MembershipStaging staging;
    private final GroupCheckpoints checkpoints;

    MembershipsWriter(RunContext run, MembershipStaging staging, GroupCheckpoints checkpoints) {
        this.run = run;
        this.staging = staging;
        this.checkpoints = checkpoints;
    }

    @Override
    public void write(Chunk<? extends MembershipChunk> chunk) {
        for (MembershipChunk memberships : chunk) {
            staging.stage(run.token(), memberships.groups(), memberships.requests());
        }
        if (run.progress().isEstimateDue()) {
            run.progress().expect(checkpoints.requestsLeft(run.token().snapshot()));
        }
    }
}
