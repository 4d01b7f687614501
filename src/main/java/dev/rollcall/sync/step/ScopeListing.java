package dev.rollcall.sync.step;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.sync.run.RunContext;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of a list of ids as a listing. When a batch of ids is refused or fails, it is halved until one id is alone.
 * That one is a gap where it is refused, and is asked for once more after all others where it fails. For one thread at a
 * time.
 */
final class ScopeListing implements PageSource<StagedGroup> {
    private static final Logger log = LoggerFactory.getLogger(ScopeListing.class);

    private static final int BATCH = 50;

    private final Directory directory;
    private final RunContext run;
    private final List<GroupId> ids;
    private int batch = BATCH;

    /** @param ids in the same order at every resumption, without duplicates */
    ScopeListing(Directory directory, RunContext run, List<GroupId> ids) {
        this.directory = directory;
        this.run = run;
        this.ids = ids;
        run.gaps().setGroups(ids.size());
    }

    @Override
    public Page<StagedGroup> page(@Nullable Marker from) {
        ScopePosition position = ScopePosition.of(from);
        List<GroupId> asked = position.next(ids, batch);
        GroupId first = asked.get(0);
        try {
            DescribedGroups described = directory.describeGroups(asked);
            described.missing().forEach(id -> log.warn("group {} of the scope is unknown to the provider", id));
            int done = asked.size() - described.rest().size();
            if (done > 0) {
                batch = BATCH;
                run.gaps().lookedUp();
            }
            List<StagedGroup> groups = Stream.concat(
                            described.found().stream().map(StagedGroup::read),
                            described.missing().stream().map(StagedGroup::unknown))
                    .toList();
            return page(groups, position.after(done, ids.size()));
        } catch (DirectoryException.InvalidRequest e) {
            return isAlone(first, asked, e) ? gap(first, e, position) : halve(asked, position);
        } catch (DirectoryException.Denied e) {
            if (e.wholeSource() || !isAlone(first, asked, e)) {
                throw e;
            }
            return gap(first, e, position);
        } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
            if (run.isSourceGivenUp()) {
                throw e;
            }
            if (!isAlone(first, asked, e)) {
                return halve(asked, position);
            }
            if (position.isLastTurn(ids.size())) {
                return gap(first, e, position);
            }
            LogFields.of(log.atInfo(), e)
                    .log("group {} fails and is tried again after the others: {}", first, e.getMessage());
            return page(List.of(), position.puttingBack());
        }
    }

    /** Whether a failure is that of one id: it names the group, or met no other. */
    private static boolean isAlone(GroupId first, List<GroupId> asked, DirectoryException why) {
        return asked.size() == 1 || first.equals(why.failure().group());
    }

    private Page<StagedGroup> halve(List<GroupId> asked, ScopePosition position) {
        batch = (asked.size() + 1) / 2;
        return page(List.of(), position);
    }

    private Page<StagedGroup> gap(GroupId group, DirectoryException why, ScopePosition position) {
        LogFields.of(log.atWarn(), why).log("group {} can't be read: {}", group, why.getMessage());
        run.gaps().countUnknown(why);
        return page(List.of(StagedGroup.gap(group, String.valueOf(why.getMessage()))), position.after(1, ids.size()));
    }

    private Page<StagedGroup> page(List<StagedGroup> groups, ScopePosition next) {
        return new Page<>(groups, next.marker(ids.size()));
    }
}
