package dev.rollcall.faults;

/** How much of what could be tried is tried: {@code -Drollcall.faults} says it. */
enum SuiteSize {
    /** In every build. */
    FEW,
    /** What ends within a quarter of an hour. */
    SHORT,
    /** All. */
    FULL;

    /** That of this JVM. */
    static SuiteSize ofThisRun() {
        String given = System.getProperty("rollcall.faults", "");
        return switch (given) {
            case "" -> FEW;
            case "short" -> SHORT;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("-Drollcall.faults=short or full, not " + given);
        };
    }

    /** A number that depends on it. */
    static int of(int few, int some, int all) {
        return switch (ofThisRun()) {
            case FEW -> few;
            case SHORT -> some;
            case FULL -> all;
        };
    }
}
