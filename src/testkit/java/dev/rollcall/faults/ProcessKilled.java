package dev.rollcall.faults;

/** Thrown at whatever a dead process still tries. Nothing that the program foresees. */
final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilled() {
        super("this process is dead", null, false, false);
    }
}
