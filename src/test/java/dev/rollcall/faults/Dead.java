package dev.rollcall.faults;

/** Thrown at whatever a dead process still tries. Nothing that the program foresees. */
final class Dead extends Error {
    private static final long serialVersionUID = 1L;

    Dead() {
        super("this process is dead", null, false, false);
    }
}
