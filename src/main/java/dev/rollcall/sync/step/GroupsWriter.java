package dev.rollcall.sync.step;

import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.sync.run.RunContext;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Stages groups. */
final class GroupsWriter implements ItemWriter<ListingChunk<StagedGroup>> {
    private final RunContext run;
    private final GroupStaging staging;

    GroupsWriter(RunContext run, GroupStaging staging) {
        this.run = run;
        this.staging = staging;
    }

    @Override
    public void write(Chunk<? extends ListingChunk<StagedGroup>> chunk) {
        for (ListingChunk<StagedGroup> groups : chunk) {
            staging.stage(run.token(), groups);
            run.progress().addGroups(groups.items().size());
            run.progress()
                    .addGroupsRead(groups.items().stream()
                            .filter(group -> group.group() == null)
                            .count());
            run.progress()
                    .addGaps(groups.items().stream()
                            .filter(group -> group.gap() != null)
                            .count());
        }
    }
}
