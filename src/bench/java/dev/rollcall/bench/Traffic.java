package dev.rollcall.bench;

/**
 * The traffic that the provider has counted.
 *
 * @param firstMicros when the first request came in, in microseconds since 1970
 * @param seconds from the first request to the end of the last answer
 * @param cpuSeconds of the provider's process since it started
 */
record Traffic(
        long requests,
        long served,
        long throttled,
        int mostInFlight,
        long firstMicros,
        double seconds,
        double cpuSeconds) {
    double throttledPercent() {
        return 100.0 * throttled / requests;
    }
}
