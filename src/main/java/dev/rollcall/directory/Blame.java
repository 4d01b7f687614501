package dev.rollcall.directory;

/** Whose fault a failure is. The exit code follows from it. */
public enum Blame {
    /** What the user gave: job file, environment, command line, consent, or a database user without the rights. */
    CONFIGURATION,

    /** The credentials for the identity store, or what they are permitted. */
    PERMISSION,

    /** The identity store or a webhook, or the way to it. */
    PROVIDER,

    /** The database, or the way to it. */
    DATABASE,

    /** Another run, which holds the source. */
    OTHER_RUN,

    /** Nobody: nothing was known at the time asked about. */
    NOT_COVERED,

    /** Rollcall itself: only a change to the program helps. */
    BUG
}
