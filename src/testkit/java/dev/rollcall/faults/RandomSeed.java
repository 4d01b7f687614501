package dev.rollcall.faults;

/** Where a test's random choices come from. */
final class RandomSeed {
    private RandomSeed() {}

    /** The one that {@code -Drollcall.faults.seed} gives, to have a run again; else a new one. Printed. */
    static long next(String what) {
        Long given = Long.getLong("rollcall.faults.seed");
        long seed = given == null ? System.nanoTime() : given;
        System.out.println(what + ": -Drollcall.faults.seed=" + seed);
        return seed;
    }
}
