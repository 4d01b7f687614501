package dev.rollcall.sync;

import java.util.OptionalLong;

/** How far a run is, for a person who watches. The numbers grow while the run works; any thread may ask. */
public interface Progress {
    /** Groups listed so far, those of an interrupted run included. */
    long groups();

    /** Whether the listing of groups is complete, so that {@link #groups()} is their number. */
    boolean listed();

    /** Groups whose memberships are read to the end, those of an interrupted run included. */
    long groupsRead();

    /** Groups that can't be read, those of an interrupted run included. */
    long gaps();

    /** Memberships read by this run. */
    long memberships();

    /** Users read by this run. */
    long users();

    /** Requests sent by this run, retries included. */
    long requests();

    /** Those requests that the provider refused as too many. */
    long throttles();

    /**
     * About how many requests are left until all is read, by the sizes last published and the pages read so far; empty
     * while that is not known.
     */
    OptionalLong requestsLeft();

    /** Whether all is read and the snapshot is being published. */
    boolean publishing();
}
