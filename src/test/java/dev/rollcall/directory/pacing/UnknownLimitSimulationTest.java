package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rollcall.directory.pacing.PacingSimulation.Figures;
import dev.rollcall.directory.pacing.SimulatedProvider.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * How near a pacer that was told 100 requests a second comes to a limit of 20 that it does not know, in simulated time.
 * Measured over a minute after the first 10 s: the time taken, in the time that the limit allows, and the share that
 * was refused. The tables in {@code docs/performance.md} are of these cases; they are written to
 * {@code target/rate-simulated.txt}.
 */
class UnknownLimitSimulationTest {
    private static final int SEEDS = 15;

    /** None of these was looked at while the control was made. */
    private static final int SEEDS_BEFORE = 100;

    private static final double TOLD = 100;
    private static final double LIMIT = 20;
    private static final double FROM = 10;
    private static final double TO = 70;
    private static final Path FIGURES = Path.of("target", "rate-simulated.txt");
    private static final List<String> TOLD_FIGURES = new ArrayList<>();
    private static final Logger RATE_LOG = (Logger) LoggerFactory.getLogger(AdaptiveRate.class);

    @BeforeAll
    static void silenceTheLog() {
        RATE_LOG.setLevel(Level.WARN);
    }

    @AfterAll
    static void logAgainAndTellFigures() throws IOException {
        RATE_LOG.setLevel(null);
        Files.write(FIGURES, TOLD_FIGURES);
    }

    /** Jitter is what requests overtake each other by: a bucket of one token leaves room for a quarter millisecond. */
    @ParameterizedTest
    @CsvSource({
        "1,0.02,0.01",
        "1,0.1,0.002",
        "5,0.02,0.1",
        "5,0.02,0.3",
        "5,0.1,0.1",
        "5,0.1,0.3",
        "5,0.3,0.1",
        "20,0.02,0.1",
        "20,0.02,0.3",
        "20,0.1,0.1",
        "20,0.1,0.3"
    })
    void limitIsFoundAndKept(double burst, double latency, double jitter) {
        List<SimulatedProvider> alone = runs(new Conditions(at -> LIMIT, burst, latency, jitter));

        assertThat(times(alone).worst()).isLessThan(1.05);
        assertThat(refused(alone).worst()).isLessThanOrEqualTo(0.015);
    }

    /** Of three tenths of a second a climb may end with several refused requests: they are sent before the first is known. */
    @ParameterizedTest
    @CsvSource({"1,0.001", "5,0.3", "20,0.1", "20,0.3"})
    void longLatencyIsMadeUpForByLongerRests(double burst, double jitter) {
        List<SimulatedProvider> slow = runs(new Conditions(at -> LIMIT, burst, 0.3, jitter));

        assertThat(times(slow).median()).isLessThanOrEqualTo(1.05);
        assertThat(times(slow).worst()).isLessThan(1.08);
        assertThat(refused(slow).median()).isLessThanOrEqualTo(0.015);
        assertThat(refused(slow).worst()).isLessThan(0.02);
    }

    /** Where requests overtake each other, nobody uses up a bucket of one token. */
    @ParameterizedTest
    @CsvSource({"0.02,0.1", "0.1,0.02", "0.1,0.1", "0.3,0.02", "0.3,0.1"})
    void bucketOfOneTokenIsUsedNearlyAsByWhoKnowsTheLimit(double latency, double jitter) {
        Conditions conditions = new Conditions(at -> LIMIT, 1, latency, jitter);
        double best = DoubleStream.iterate(12, rate -> rate < LIMIT, rate -> rate + 0.2)
                .mapToObj(rate -> knowing(conditions, new KnowingSender(rate, rate, 0)))
                .filter(runs -> refused(runs).median() <= 0.015)
                .mapToDouble(runs -> times(runs).median())
                .min()
                .orElseThrow();
        tell("best even rate: time %.2f".formatted(best), conditions);
        List<SimulatedProvider> overtaking = runs(conditions);

        assertThat(times(overtaking).median()).isLessThan(1.03 * best);
        assertThat(refused(overtaking).median()).isLessThan(0.0175);
    }

    @ParameterizedTest
    @CsvSource({"0.02,0.015", "0.1,0.018", "0.3,0.022"})
    void othersWhoComeAndGoAreGivenWay(double latency, double most) {
        List<SimulatedProvider> shared = runs(new Conditions(at -> LIMIT, 20, latency, 0.1).withOthers(0.25));

        assertThat(times(shared).median()).isLessThan(1.06);
        assertThat(times(shared).worst()).isLessThan(1.2);
        assertThat(refused(shared).median()).isLessThan(most);
    }

    /** Others who ask at random empty a small bucket at any moment. */
    @ParameterizedTest
    @CsvSource({"0.02,0.016", "0.1,0.017", "0.3,0.022"})
    void othersLeaveLessOfASmallBucket(double latency, double most) {
        List<SimulatedProvider> shared = runs(new Conditions(at -> LIMIT, 5, latency, 0.1).withOthers(0.25));

        assertThat(times(shared).median()).isLessThan(1.15);
        assertThat(refused(shared).median()).isLessThan(most);
    }

    /** Each of theirs refuses what comes within 50 ms of it, however slowly that is sent. */
    @ParameterizedTest
    @CsvSource({"0.02,0.01", "0.02,0.1", "0.1,0.1"})
    void othersOfABucketOfOneTokenAreGivenWay(double latency, double jitter) {
        List<SimulatedProvider> shared = runs(new Conditions(at -> LIMIT, 1, latency, jitter).withOthers(0.25));

        assertThat(times(shared).median()).isBetween(1.05, 7.0);
        assertThat(refused(shared).median()).isBetween(0.015, 0.12);
    }

    /** Just below the limit theirs are refused, as there is never room for them. */
    @Test
    void whoKnowsTheLimitOfOneTokenLeavesOthersNone() {
        Conditions conditions = new Conditions(at -> LIMIT, 1, 0.02, 0.1).withOthers(0.25);
        List<SimulatedProvider> runs = knowing(conditions, new KnowingSender(19.2, 19.2, 0));
        tell("just below the limit: " + figures(runs), conditions);

        assertThat(times(runs).worst()).isLessThan(1.05);
        assertThat(refused(runs).worst()).isLessThan(0.015);
    }

    /** Who learns late that others came or went can't have both 1.05 and 1.5%, whatever the two rates. */
    @ParameterizedTest
    @CsvSource({"0,true", "2,true", "4,false"})
    void lateKnowledgeOfOthersIsNotEnough(double late, boolean enough) {
        Conditions conditions = new Conditions(at -> LIMIT, 5, 0.1, 0.1).withOthers(0.25);
        List<List<SimulatedProvider>> tried = new ArrayList<>();
        for (double alone = LIMIT - 1; alone <= LIMIT; alone += 0.5) {
            for (double withOthers = 13.5; withOthers <= 16; withOthers += 0.5) {
                tried.add(knowing(conditions, new KnowingSender(alone, withOthers, late)));
            }
        }
        List<SimulatedProvider> best = tried.stream()
                .filter(runs -> refused(runs).median() <= 0.015)
                .min(Comparator.comparing(runs -> times(runs).median()))
                .orElseThrow();
        tell("others known %.0f s late: %s".formatted(late, figures(best)), conditions);

        assertThat(times(best).median() <= 1.05).isEqualTo(enough);
    }

    @ParameterizedTest
    @CsvSource({"1,0.02,0.01", "5,0.02,0.1", "5,0.3,0.1", "20,0.02,0.1", "20,0.1,0.1", "20,0.3,0.3"})
    void stepToAQuarterAndBackIsFoundWithinTwentySeconds(double burst, double latency, double jitter) {
        List<Double> down = new ArrayList<>();
        List<Double> up = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            // At another moment of rest and climb each time.
            double falls = 40 + seed;
            double rises = falls + 60;
            Conditions steps =
                    new Conditions(at -> at < falls || at >= rises ? LIMIT : LIMIT / 4, burst, latency, jitter);
            SimulatedProvider run = PacingSimulation.run(TOLD, steps, SEEDS_BEFORE + seed, rises + 30);
            down.add(secondsUntil(
                    falls,
                    4,
                    from -> run.refusedShare(from, from + 4) <= 0.1
                            && run.served(from, from + 4) >= 0.85 * LIMIT / 4 * 4));
            up.add(secondsUntil(rises, 2, from -> run.served(from, from + 2) >= 0.9 * LIMIT * 2));
        }
        assertThat(down).allSatisfy(seconds -> assertThat(seconds).isLessThan(20));
        assertThat(up).allSatisfy(seconds -> assertThat(seconds).isLessThan(20));
    }

    @Test
    void delayThatTheProviderNamesIsWaitedOut() {
        List<SimulatedProvider> delays =
                runs(new Conditions(at -> LIMIT, 5, 0.1, 0.01).withRetryAfter(Duration.ofSeconds(1)));

        assertThat(times(delays).worst()).isLessThan(1.1);
        assertThat(refused(delays).worst()).isLessThan(0.006);
    }

    @ParameterizedTest
    @CsvSource({"10", "15", "20"})
    void rateThatIsPermittedIsUsedUp(double told) {
        SimulatedProvider run = PacingSimulation.run(told, new Conditions(at -> LIMIT, 5, 0.1, 0.1), 1, 60);

        assertThat(run.refusedShare(0, 60)).isZero();
        assertThat(run.served(0, 60) / (60 * told)).isGreaterThan(0.99);
    }

    private static List<SimulatedProvider> runs(Conditions conditions) {
        List<SimulatedProvider> runs =
                PacingSimulation.runs(SEEDS, seed -> PacingSimulation.run(TOLD, conditions, SEEDS_BEFORE + seed, TO));
        tell(figures(runs), conditions);
        return runs;
    }

    private static List<SimulatedProvider> knowing(Conditions conditions, KnowingSender sender) {
        return PacingSimulation.runs(SEEDS, seed -> sender.run(conditions, SEEDS_BEFORE + seed, TO));
    }

    private static String figures(List<SimulatedProvider> runs) {
        return "time %.2f, %.2f  percent refused %.1f, %.1f"
                .formatted(
                        times(runs).median(),
                        times(runs).worst(),
                        100 * refused(runs).median(),
                        100 * refused(runs).worst());
    }

    private static void tell(String figures, Conditions conditions) {
        TOLD_FIGURES.add("bucket %2.0f  %3.0f ms ± %4.1f%%  others %2.0f%%%s  %s"
                .formatted(
                        conditions.burst(),
                        1_000 * conditions.latency(),
                        100 * conditions.jitter(),
                        100 * conditions.othersShare(),
                        conditions.retryAfter() == null ? "" : "  delay",
                        figures));
    }

    private static Figures times(List<SimulatedProvider> runs) {
        return Figures.of(runs, run -> run.limitTimes(FROM, TO));
    }

    private static Figures refused(List<SimulatedProvider> runs) {
        return Figures.of(runs, run -> run.refusedShare(FROM, TO));
    }

    /** Seconds until the end of the first stretch of so many seconds of which something holds. */
    private static double secondsUntil(double since, double stretch, DoublePredicate holds) {
        return IntStream.range(0, 600)
                .mapToDouble(tenth -> tenth / 10.0)
                .filter(after -> holds.test(since + after))
                .map(after -> after + stretch)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
