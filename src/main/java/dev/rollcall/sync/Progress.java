package dev.rollcall.sync;

/** How far a run is, for a person who watches. The numbers grow while the run works; any thread may ask. */
public interface Progress {
    /** Groups listed so far, those of an interrupted run included. */
    long groups();

    /** Whether the listing of groups is complete, so that {@link #groups()} is their number. */
    boolean listed();

    /** Groups whose memberships are read to the end, those of an interrupted run included. */
    long groupsRead();

    /** Memberships read by this run. */
    long memberships();

    /** Users read by this run. */
    long users();

    /** Requests sent by this run, retries included. */
    long requests();

    /** Whether all is read and the snapshot is being published. */
    boolean publishing();
}
