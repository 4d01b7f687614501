package dev.rollcall.sync.run;

import dev.rollcall.store.staging.GroupCheckpoints.GroupCounts;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.Progress;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of one run, as its steps count it. Safe for use by several threads. */
public final class ProgressCounters implements Progress {
    private static final long FIRST_PAGES = 10;
    private static final long MOST_PAGES = 1_000;

    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong groupsRead = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong memberships = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong throttles = new AtomicLong();
    private final AtomicLong nextEstimate = new AtomicLong(Long.MAX_VALUE);
    private volatile long expectedPages;
    private volatile long pagesWhenListed;
    private volatile boolean listed;
    private volatile boolean publishing;

    /** @param before what an interrupted run left */
    ProgressCounters(GroupCounts before) {
        groups.set(before.listed());
        groupsRead.set(before.read());
        gaps.set(before.gaps());
    }

    @Override
    public long groups() {
        return groups.get();
    }

    @Override
    public boolean listed() {
        return listed;
    }

    @Override
    public long groupsRead() {
        return groupsRead.get();
    }

    @Override
    public long gaps() {
        return gaps.get();
    }

    @Override
    public long memberships() {
        return memberships.get();
    }

    @Override
    public long users() {
        return users.get();
    }

    @Override
    public long requests() {
        return requests.get();
    }

    @Override
    public long throttles() {
        return throttles.get();
    }

    /** Never less than one a group, however many more pages there were than expected. */
    @Override
    public OptionalLong requestsLeft() {
        long left = Math.max(groups.get() - groupsRead.get(), expectedPages - pages.get());
        return listed && left > 0 ? OptionalLong.of(left) : OptionalLong.empty();
    }

    @Override
    public boolean publishing() {
        return publishing;
    }

    public void addGroups(long more) {
        groups.addAndGet(more);
    }

    /**
     * Sets the number of groups, which is known once all are listed.
     *
     * @param requestsLeft about so many requests are left
     */
    public void allGroupsListed(long total, long requestsLeft) {
        groups.set(total);
        pagesWhenListed = pages.get();
        nextEstimate.set(pagesWhenListed + FIRST_PAGES);
        expect(requestsLeft);
        listed = true;
    }

    /**
     * Whether what is left is to be estimated anew, by what was read so far. True once each time: soon after the listing,
     * when little was seen, later every thousand pages.
     */
    public boolean isEstimateDue() {
        long due = nextEstimate.get();
        long now = pages.get();
        return now >= due && nextEstimate.compareAndSet(due, now + Math.min(MOST_PAGES, now - pagesWhenListed));
    }

    /**
     * Sets what is left, as estimated anew.
     *
     * @param requestsLeft about so many requests
     */
    public void expect(long requestsLeft) {
        expectedPages = pages.get() + requestsLeft;
    }

    public void addGroupsRead(long more) {
        groupsRead.addAndGet(more);
    }

    public void addGaps(long more) {
        gaps.addAndGet(more);
    }

    /** Counts one page of memberships. */
    public void addMemberships(long more) {
        memberships.addAndGet(more);
        pages.incrementAndGet();
    }

    public void addUsers(long more, int onPages) {
        users.addAndGet(more);
        pages.addAndGet(onPages);
    }

    void addRequests(RequestCounts more) {
        requests.addAndGet(more.requests());
        throttles.addAndGet(more.throttles());
    }

    public void startPublishing() {
        publishing = true;
    }
}
