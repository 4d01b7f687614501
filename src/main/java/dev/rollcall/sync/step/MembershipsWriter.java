package dev.rollcall.sync.step;

import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.sync.run.RunContext;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Stages memberships. */
final class MembershipsWriter implements ItemWriter<MembershipChunk> {
    private final RunContext run;
    private final MembershipStaging staging;

    MembershipsWriter(RunContext run, MembershipStaging staging) {
        this.run = run;
        this.staging = staging;
    }

    @Override
    public void write(Chunk<? extends MembershipChunk> chunk) {
        for (MembershipChunk memberships : chunk) {
            staging.stage(run.token(), memberships.groups(), memberships.requests());
        }
    }
}
