package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.store.staging.MembershipPages.State;
import dev.rollcall.sync.run.GroupQueue.Turn;
import dev.rollcall.sync.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one group's memberships for one worker, from the group's checkpoint to their end. A group that is refused is a
 * gap. One that fails gives way to others at its first turn, and is a gap at its last. For one thread.
 */
final class MembershipListing {
    private static final Logger log = LoggerFactory.getLogger(MembershipListing.class);

    private final RunContext run;
    private final PageReader<Membership> pages;
    private final Directory directory;
    private final boolean lastTurn;
    private final Restarts restarts = new Restarts();
    private final List<List<Membership>> untaken = new ArrayList<>();
    private GroupCheckpoint taken;
    private GroupCheckpoint checkpoint;
    private State state = State.PENDING;
    private boolean givesWay;
    private @Nullable String reason;

    MembershipListing(RunContext run, PageReader<Membership> pages, Turn turn) {
        this.run = run;
        this.pages = pages;
        this.directory = pages.directory();
        this.lastTurn = turn.last();
        this.taken = turn.from();
        this.checkpoint = turn.from();
    }

    /**
     * Reads pages until the group, its turn or the chunk ends.
     *
     * @throws StoppedException when the run is stopped; the pages read before stay to be taken
     */
    void read() {
        while (!hasEnded() && !givesWay && pages.takesAnotherPage()) {
            readPage();
        }
    }

    /** Begins to request the page that the next {@link #read} begins with. */
    void prefetch() {
        GroupCheckpoint next = checkpoint;
        pages.prefetch(() -> directory.listMemberships(next.group(), next.marker()));
    }

    /** Whether nothing of the group is left to read. */
    boolean hasEnded() {
        return state != State.PENDING;
    }

    /** Whether the group needs another turn. */
    boolean givesWay() {
        return givesWay;
    }

    /** How far the group is read. */
    GroupCheckpoint checkpoint() {
        return checkpoint;
    }

    /** What was read since the last call; empty when the group is where it was. */
    Optional<MembershipPages> takePages() {
        if (!hasEnded() && checkpoint.equals(taken)) {
            return Optional.empty();
        }
        MembershipPages read = new MembershipPages(untaken, checkpoint, state, reason);
        untaken.clear();
        taken = checkpoint;
        return Optional.of(read);
    }

    private void readPage() {
        try {
            Page<Membership> page =
                    pages.read(() -> directory.listMemberships(checkpoint.group(), checkpoint.marker()));
            untaken.add(page.items());
            checkpoint = checkpoint.after(page.next());
            run.gaps().read();
            run.progress().addMemberships(page.items().size());
            if (page.next() == null) {
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
        } catch (DirectoryException.InvalidRequest e) {
            gap(e);
        } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
            giveWay(e);
        }
    }

    private void startOver(DirectoryException.ExpiredMarker e) {
        if (!restarts.another()) {
            gap(e);
            return;
        }
        log.info("group {}: its marker expired, its listing starts over", checkpoint.group());
        discardReading();
    }

    /** Forgets what was read of the group. */
    private void discardReading() {
        untaken.clear();
        checkpoint = checkpoint.again();
    }

    /** A group that the provider confirms to have vanished since its listing is gone; otherwise it is a gap. */
    private void confirmGone(DirectoryException.NotFound e) {
        try {
            if (directory.lookUpGroup(checkpoint.group()).missing().contains(checkpoint.group())) {
                discardReading();
                run.gaps().read();
                end(State.GONE);
            } else {
                gap(e);
            }
        } catch (DirectoryException.Denied denied) {
            if (denied.wholeSource()) {
                throw denied;
            }
            gap(e);
        } catch (DirectoryException.InvalidRequest unconfirmed) {
            gap(e);
        } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse unconfirmed) {
            giveWay(unconfirmed);
        }
    }

    private void giveWay(DirectoryException why) {
        if (run.isSourceGivenUp()) {
            throw why;
        }
        if (lastTurn) {
            gap(why);
        } else {
            LogFields.of(log.atInfo(), why)
                    .log(
                            "group {} fails and is tried again after the others: {}",
                            checkpoint.group(),
                            why.getMessage());
            givesWay = true;
        }
    }

    private void gap(DirectoryException why) {
        LogFields.of(log.atWarn(), why).log("group {} can't be read: {}", checkpoint.group(), why.getMessage());
        if (checkpoint.triedAgain()) {
            run.gaps().countUnreadAgain();
        } else {
            run.gaps().countUnread(why);
        }
        reason = String.valueOf(why.getMessage());
        run.progress().addGaps(1);
        end(State.GAP);
    }

    private void end(State end) {
        state = end;
        run.progress().addGroupsRead(1);
    }
}
