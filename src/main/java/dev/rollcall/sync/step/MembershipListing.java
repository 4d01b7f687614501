package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.store.staging.MembershipPages.State;
import dev.rollcall.sync.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of one group's memberships by one worker, from its checkpoint to its end. */
final class MembershipListing {
    private static final Logger log = LoggerFactory.getLogger(MembershipListing.class);

    private static final int RESTARTS = 3;

    private final RunContext run;
    private final Directory directory;
    private final Prefetch<Membership> ahead;
    private final List<List<Membership>> pages = new ArrayList<>();
    private GroupCheckpoint before;
    private GroupCheckpoint at;
    private State state = State.PENDING;
    private @Nullable String reason;
    private int restarts;

    MembershipListing(RunContext run, Directory directory, Prefetch<Membership> ahead, GroupCheckpoint from) {
        this.run = run;
        this.directory = directory;
        this.ahead = ahead;
        this.before = from;
        this.at = from;
    }

    /** Reads pages until the group or the budget ends, or the run is stopped. */
    void read(ChunkLimit budget) {
        while (!ended() && !budget.spent() && ahead.goesOn()) {
            readPage(budget);
        }
    }

    /** Begins to ask for the next page, which {@link #read} will take. */
    void readAhead() {
        GroupCheckpoint next = at;
        ahead.begin(() -> directory.listMemberships(next.group(), next.marker()));
    }

    /** Whether nothing of the group is left to read. */
    boolean ended() {
        return state != State.PENDING;
    }

    /** What was read since the last call; empty when the checkpoint did not move. */
    Optional<MembershipPages> pages() {
        if (!ended() && at.equals(before)) {
            return Optional.empty();
        }
        MembershipPages read = new MembershipPages(pages, at, state, reason);
        pages.clear();
        before = at;
        return Optional.of(read);
    }

    private void readPage(ChunkLimit budget) {
        try {
            Page<Membership> page = ahead.take(() -> directory.listMemberships(at.group(), at.marker()));
            budget.spend();
            pages.add(page.items());
            at = at.after(page.next());
            run.progress().addMemberships(page.items().size());
            if (page.next() == null) {
                run.gapLimit().read();
                end(State.COMPLETE);
            }
        } catch (DirectoryException.ExpiredMarker e) {
            startOver(e);
        } catch (DirectoryException.NotFound e) {
            if (e.identityStore()) {
                throw e;
            }
            confirmGone(e);
        } catch (DirectoryException.Denied e) {
            if (e.wholeSource()) {
                throw e;
            }
            gap(e);
        } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
            gap(e);
        }
    }

    private void startOver(DirectoryException.ExpiredMarker e) {
        if (++restarts > RESTARTS) {
            gap(e);
            return;
        }
        log.info("group {}: its marker expired, its listing starts over", at.group());
        pages.clear();
        at = at.again();
    }

    /** A group that vanished between its listing and its memberships is deleted; anything less sure is a gap. */
    private void confirmGone(DirectoryException.NotFound e) {
        try {
            if (directory.describeGroups(List.of(at.group())).missing().contains(at.group())) {
                pages.clear();
                at = at.again();
                run.gapLimit().read();
                end(State.GONE);
            } else {
                gap(e);
            }
        } catch (DirectoryException.Denied denied) {
            if (denied.wholeSource()) {
                throw denied;
            }
            gap(e);
        } catch (DirectoryException.Unavailable
                | DirectoryException.MalformedResponse
                | DirectoryException.InvalidRequest unconfirmed) {
            gap(e);
        }
    }

    private void gap(DirectoryException why) {
        log.warn("group {} can't be read: {}", at.group(), why.getMessage());
        run.gapLimit().gap(why);
        reason = String.valueOf(why.getMessage());
        end(State.GAP);
    }

    private void end(State end) {
        state = end;
        run.progress().addGroupRead();
    }
}
