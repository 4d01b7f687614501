package dev.rollcall.sync.step;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.sync.run.GapCounter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of a list of ids as a listing, whose marker is the number of ids looked up. When the provider refuses a
 * batch of ids, the batch is halved until the refused id is alone and becomes a gap. For one thread at a time.
 */
final class ScopeListing implements PageSource<StagedGroup> {
    private static final Logger log = LoggerFactory.getLogger(ScopeListing.class);

    private static final int BATCH = 50;

    private final Directory directory;
    private final GapCounter gaps;
    private final List<GroupId> ids;
    private int batch = BATCH;

    /** @param ids in the same order at every resumption, without duplicates */
    ScopeListing(Directory directory, GapCounter gaps, List<GroupId> ids) {
        this.directory = directory;
        this.gaps = gaps;
        this.ids = ids;
        gaps.setGroups(ids.size());
    }

    @Override
    public Page<StagedGroup> page(@Nullable Marker from) {
        int begin = from == null ? 0 : Integer.parseInt(from.value());
        List<GroupId> asked = ids.subList(begin, Math.min(begin + batch, ids.size()));
        try {
            DescribedGroups described = directory.describeGroups(asked);
            described.missing().forEach(id -> log.warn("group {} of the scope is unknown to the provider", id));
            int end = begin + asked.size() - described.rest().size();
            batch = BATCH;
            List<StagedGroup> groups = Stream.concat(
                            described.found().stream().map(StagedGroup::read),
                            described.missing().stream().map(StagedGroup::unknown))
                    .toList();
            return new Page<>(groups, marker(end));
        } catch (DirectoryException.InvalidRequest e) {
            if (asked.size() > 1 && e.failure().group() == null) {
                batch = (asked.size() + 1) / 2;
                return new Page<>(List.of(), marker(begin));
            }
            return gap(e, asked.get(0), begin);
        } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
            return gap(e, asked.get(0), begin);
        } catch (DirectoryException.Denied e) {
            if (e.wholeSource()) {
                throw e;
            }
            return gap(e, asked.get(0), begin);
        }
    }

    /** Only a failure that names the group, or that met the group alone, is a gap; any other fails the listing. */
    private Page<StagedGroup> gap(DirectoryException why, GroupId first, int begin) {
        boolean alone = first.equals(why.failure().group()) || batch == 1 || begin + 1 == ids.size();
        if (!alone) {
            throw why;
        }
        gaps.countGap(why);
        log.warn("group {} can't be read: {}", first, why.getMessage());
        return new Page<>(List.of(StagedGroup.gap(first, String.valueOf(why.getMessage()))), marker(begin + 1));
    }

    private @Nullable Marker marker(int lookedUp) {
        return lookedUp == ids.size() ? null : new Marker(Integer.toString(lookedUp));
    }
}
