package dev.rollcall.sync.run;

import java.util.concurrent.atomic.AtomicLong;

/** How far a run is, for a person who watches. Grows while the run works; safe for use by several threads. */
public final class Progress {
    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong groupsRead = new AtomicLong();
    private final AtomicLong memberships = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean listed;
    private volatile boolean publishing;

    /** Groups listed so far, those of an interrupted run included. */
    public long groups() {
        return groups.get();
    }

    /** Groups whose memberships are read to the end, those of an interrupted run included. */
    public long groupsRead() {
        return groupsRead.get();
    }

    /** Memberships read by this run. */
    public long memberships() {
        return memberships.get();
    }

    /** Users read by this run. */
    public long users() {
        return users.get();
    }

    /** Requests sent by this run, retries included. */
    public long requests() {
        return requests.get();
    }

    /** Whether the listing of groups is complete, so that {@link #groups()} is their number. */
    public boolean listed() {
        return listed;
    }

    /** Whether all is read and the snapshot is being published. */
    public boolean publishing() {
        return publishing;
    }

    /** Adds what an interrupted run had done. */
    void resumed(long groupsListed, long read) {
        listedGroups(groupsListed);
        groupsRead.addAndGet(read);
    }

    public void listedGroups(long more) {
        groups.addAndGet(more);
    }

    public void allGroupsListed(long total) {
        groups.set(total);
        listed = true;
    }

    public void groupRead() {
        groupsRead.incrementAndGet();
    }

    public void readMemberships(long more) {
        memberships.addAndGet(more);
    }

    public void readUsers(long more) {
        users.addAndGet(more);
    }

    void sent(long more) {
        requests.addAndGet(more);
    }

    public void startPublishing() {
        publishing = true;
    }
}
