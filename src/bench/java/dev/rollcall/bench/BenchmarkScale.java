package dev.rollcall.bench;

import dev.rollcall.sandbox.Shape;
import java.time.Duration;

/**
 * The sizes of the directories, the provider's latency where it has one, and its rate where it is limited.
 *
 * @param cut the company's directory, cut to what a limited rate reads in a minute
 * @param sources of a fleet
 * @param stepAfter how long the provider permits one rate before it permits another
 */
record BenchmarkScale(
        Shape small,
        Shape company,
        Shape cut,
        Shape giant,
        Shape skewed,
        Duration latency,
        double rate,
        Duration stepAfter,
        int textbookChunk,
        int sources) {

    static BenchmarkScale full() {
        return new BenchmarkScale(
                Shape.of(50, 1_000, 250),
                Shape.of(5_000, 200_000, 20_000),
                Shape.of(1_000, 40_000, 4_000),
                new Shape(50_000, 2_000_000, 100_000, 100_000),
                Shape.of(1_000, 200_000, 100_000),
                Duration.ofMillis(20),
                20,
                Duration.ofSeconds(20),
                1_000,
                100);
    }

    /** Large enough to see that everything runs. */
    static BenchmarkScale tiny() {
        Shape tiny = Shape.of(20, 400, 150);
        return new BenchmarkScale(
                tiny,
                tiny,
                tiny,
                Shape.of(40, 800, 300),
                tiny,
                Duration.ofMillis(1),
                200,
                Duration.ofMillis(200),
                100,
                6);
    }
}
