package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.Page;
import dev.rollcall.source.Source;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.sync.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups: all of them, or those of the source's list of ids. Tells the membership workers what was staged:
 * when it is asked for a chunk, the chunk before is committed. For one thread.
 */
final class GroupsReader extends ListingReader<StagedGroup> {
    private final RunContext run;
    private final GroupStaging staging;
    private final GroupCheckpoints checkpoints;
    private int chunks;

    GroupsReader(RunContext run, PageReader<StagedGroup> pages, GroupStaging staging, GroupCheckpoints checkpoints) {
        super(pages, staging.checkpoint(run.token().snapshot()));
        this.run = run;
        this.staging = staging;
        this.checkpoints = checkpoints;
    }

    @Override
    PageSource<StagedGroup> open(Directory directory) {
        if (run.source().scope() instanceof Source.GroupIds scope) {
            return new ScopeListing(directory, run, scope.ids());
        }
        return from -> {
            Page<Group> page = directory.listGroups(from);
            return new Page<>(page.items().stream().map(StagedGroup::read).toList(), page.next());
        };
    }

    @Override
    public @Nullable ListingChunk<StagedGroup> read() {
        if (isComplete()) {
            allStaged();
            return null;
        }
        if (isPowerOfTwo(++chunks)) {
            staging.analyze();
        }
        run.queue().staged();
        return super.read();
    }

    private void allStaged() {
        staging.analyze();
        long snapshot = run.token().snapshot();
        long groups = checkpoints.count(snapshot).listed();
        run.progress().allGroupsListed(groups, checkpoints.requestsLeftOutside(snapshot));
        run.gaps().setGroups(groups);
        run.queue().allStaged();
    }

    /** So the planner's statistics are refreshed whenever the number of staged groups has about doubled. */
    private static boolean isPowerOfTwo(int number) {
        return Integer.bitCount(number) == 1;
    }
}
