package dev.rollcall.sandbox;

/** Numbers that look random and depend on the seed and the arguments alone, so that generated data need not be kept. */
record SeededRandom(long seed) {
    /** The finalizer of SplitMix64 over all three numbers. */
    long value(long kind, long number) {
        return mix(mix(mix(seed) + kind * 0x9E3779B97F4A7C15L) + number);
    }

    /** 0 to {@code bound} - 1. */
    int below(int bound, long kind, long number) {
        return (int) Math.floorMod(value(kind, number), (long) bound);
    }

    /** 0 to 1, without 1. */
    double share(long kind, long number) {
        return (value(kind, number) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
