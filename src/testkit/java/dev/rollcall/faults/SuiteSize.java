package dev.rollcall.faults;

/** How many faults the suite injects, as {@code -Drollcall.faults} says. */
enum SuiteSize {
    /** What every build injects. */
    FEW,
    /** What the gate injects: other faults each time. */
    SHORT,
    /** Everything. */
    FULL;

    /** The size that this JVM was started with. */
    static SuiteSize ofThisRun() {
        String given = System.getProperty("rollcall.faults", "");
        return switch (given) {
            case "" -> FEW;
            case "short" -> SHORT;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("-Drollcall.faults=short or full, not " + given);
        };
    }

    /** Chooses a number by the size. */
    static int of(int few, int some, int all) {
        return switch (ofThisRun()) {
            case FEW -> few;
            case SHORT -> some;
            case FULL -> all;
        };
    }
}
