package dev.rollcall.faults;

/** The seed of a test's random choices. */
final class RandomSeed {
    private RandomSeed() {}

    /** The seed given by {@code -Drollcall.faults.seed}, which repeats a run, or else a new one. Prints it. */
    static long next(String what) {
        Long given = Long.getLong("rollcall.faults.seed");
        long seed = given == null ? System.nanoTime() : given;
        System.out.println(what + ": -Drollcall.faults.seed=" + seed);
        return seed;
    }
}
