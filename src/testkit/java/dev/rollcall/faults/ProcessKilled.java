package dev.rollcall.faults;

/** Thrown at whatever a killed process still tries. An error, so that no handler of the program catches it. */
final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilled() {
        super("this process is dead", null, false, false);
    }
}
