package dev.rollcall.sync.run;

import dev.rollcall.sync.Progress;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of one run, as its steps count it. Safe for use by several threads. */
public final class ProgressCounters implements Progress {
    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong groupsRead = new AtomicLong();
    private final AtomicLong memberships = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean listed;
    private volatile boolean publishing;

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
    public boolean publishing() {
        return publishing;
    }

    public void addGroups(long more) {
        groups.addAndGet(more);
    }

    /** Sets the number of groups, which is known once all are listed. */
    public void allGroupsListed(long total) {
        groups.set(total);
        listed = true;
    }

    public void addGroupsRead(long more) {
        groupsRead.addAndGet(more);
    }

    public void addMemberships(long more) {
        memberships.addAndGet(more);
    }

    public void addUsers(long more) {
        users.addAndGet(more);
    }

    void addRequests(long more) {
        requests.addAndGet(more);
    }

    public void startPublishing() {
        publishing = true;
    }
}
