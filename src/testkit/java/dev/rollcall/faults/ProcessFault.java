package dev.rollcall.faults;

/** What happens to a process at one of its events. */
enum ProcessFault {
    /** It does nothing any more: as {@code kill -9}. */
    DEATH,
    /** The one connection is lost that the event is on, and the process goes on. */
    CUT
}
