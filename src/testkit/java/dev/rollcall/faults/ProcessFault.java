package dev.rollcall.faults;

/** What is done to a process at one of its events. */
enum ProcessFault {
    /** The process does nothing any more, as after {@code kill -9}. */
    DEATH,
    /** The connection of the event is lost, and the process goes on. */
    CUT
}
