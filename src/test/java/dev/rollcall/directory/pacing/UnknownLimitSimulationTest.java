package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rollcall.directory.pacing.PacingSimulation.Figures;
import dev.rollcall.directory.pacing.SimulatedProvider.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * was refused. The tables in {@code docs/performance.md} are of these cases.
 */
class UnknownLimitSimulationTest {
    private static final int SEEDS = 15;
    private static final double TOLD = 100;
    private static final double LIMIT = 20;
    private static final double FROM = 10;
    private static final double TO = 70;
    private static final Logger RATE_LOG = (Logger) LoggerFactory.getLogger(AdaptiveRate.class);

    @BeforeAll
    static void silenceTheLog() {
        RATE_LOG.setLevel(Level.WARN);
    }

    @AfterAll
    static void logAgain() {
        RATE_LOG.setLevel(null);
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
        "5,0.3,0.3",
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

    /** Of three tenths of a second each climb ends with several refused requests: they are sent before the first is known. */
    @ParameterizedTest
    @CsvSource({"1,0.001,0.022", "20,0.1,0.022", "20,0.3,0.025"})
    void longLatencyCostsMoreRefusals(double burst, double jitter, double most) {
        List<SimulatedProvider> slow = runs(new Conditions(at -> LIMIT, burst, 0.3, jitter));

        assertThat(times(slow).worst()).isLessThan(1.06);
        assertThat(refused(slow).worst()).isBetween(0.01, most);
    }

    @ParameterizedTest
    @CsvSource({"0.02,0.015", "0.1,0.018", "0.3,0.025"})
    void othersWhoComeAndGoAreGivenWay(double latency, double most) {
        List<SimulatedProvider> shared = runs(new Conditions(at -> LIMIT, 20, latency, 0.1).withOthers(0.25));

        assertThat(times(shared).median()).isLessThan(1.05);
        assertThat(times(shared).worst()).isLessThan(1.15);
        assertThat(refused(shared).median()).isLessThan(most);
    }

    /** Others who ask at random empty a small bucket at any moment. */
    @ParameterizedTest
    @CsvSource({"0.02,0.015", "0.1,0.017", "0.3,0.024"})
    void othersLeaveLessOfASmallBucket(double latency, double most) {
        List<SimulatedProvider> shared = runs(new Conditions(at -> LIMIT, 5, latency, 0.1).withOthers(0.25));

        assertThat(times(shared).median()).isLessThan(1.15);
        assertThat(refused(shared).median()).isLessThan(most);
    }

    /**
     * What nobody reaches: even who knows the limit and what others take, and sends at 1.05 of the limit's time evenly,
     * is refused more often than 1.5%.
     */
    @ParameterizedTest
    @CsvSource({"1,0.1,0.1,0", "1,0.3,0.02,0", "1,0.3,0.1,0", "1,0.02,0,0.25"})
    void knowledgeOfTheLimitIsNotEnough(double burst, double latency, double jitter, double others) {
        Conditions conditions = new Conditions(at -> LIMIT, burst, latency, jitter).withOthers(others);
        List<SimulatedProvider> runs =
                PacingSimulation.runs(SEEDS, seed -> evenly(conditions, (1 - others) * LIMIT / 1.05, seed));

        assertThat(refused(runs).median()).isGreaterThan(0.015);
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
            SimulatedProvider run = PacingSimulation.run(TOLD, steps, seed, rises + 30);
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

        assertThat(times(delays).worst()).isLessThan(1.13);
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
        return PacingSimulation.runs(SEEDS, seed -> PacingSimulation.run(TOLD, conditions, seed, TO));
    }

    private static Figures times(List<SimulatedProvider> runs) {
        return Figures.of(runs, run -> run.limitTimes(FROM, TO));
    }

    private static Figures refused(List<SimulatedProvider> runs) {
        return Figures.of(runs, run -> run.refusedShare(FROM, TO));
    }

    /** Sends so many requests a second, whatever becomes of them. */
    private static SimulatedProvider evenly(Conditions conditions, double rate, long seed) {
        SimulatedProvider provider = new SimulatedProvider(conditions, new Random(seed));
        DoubleStream.iterate(0, at -> at < TO, at -> at + 1 / rate)
                .map(at -> at + provider.travel() / 1e9)
                .sorted()
                .forEach(provider::arrives);
        return provider;
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
