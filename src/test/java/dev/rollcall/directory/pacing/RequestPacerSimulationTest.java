package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the whole stack fares, in simulated time, against a provider that keeps a token bucket of its own. */
class RequestPacerSimulationTest {
    private static final long LATENCY = 20_000_000;
    private static final int WORKERS = 8;

    private final StopSignal stop = new StopSignal();
    private final VirtualTicker ticker = new VirtualTicker(stop);
    private final RequestCounter counter = new RequestCounter();
    private final List<Double> servedAt = new ArrayList<>();

    @Test
    void knownLimitIsUsedUpAndHardlyEverExceeded() throws InterruptedException {
        requests(2_000, 20, at -> 20);

        assertThat(ticker.seconds() / (2_000 / 20.0)).isLessThan(1.03);
        assertThat(refusedShare()).isLessThan(0.005);
    }

    @Test
    void unknownLimitIsFound() throws InterruptedException {
        requests(4_000, 100, at -> 20);

        assertThat(ticker.seconds() / (4_000 / 20.0)).isLessThan(1.03);
        assertThat(refusedShare()).isLessThan(0.015);
    }

    @Test
    void limitThatFallsAndRisesAgainIsFoundAgain() throws InterruptedException {
        double falls = 60;
        double rises = 120;
        requests(3_000, 20, at -> at < falls || at >= rises ? 20 : 5);

        assertThat(served(falls + 10, rises)).isBetween(4.0, 5.5);
        assertThat(foundAgain(rises, 0.9 * 20) - rises).isLessThan(20);
    }

    @Test
    void noLimitAtAllLeavesTheLatency() throws InterruptedException {
        double floor = 10_000.0 * LATENCY / 1e9 / WORKERS;
        requests(10_000, 1_000, at -> 1e6);

        assertThat(ticker.seconds() / floor).isLessThan(1.03);
        assertThat(refusedShare()).isZero();
    }

    /** Sends so many requests; each is repeated until it is served. */
    private void requests(int count, double configured, DoubleUnaryOperator permitted) throws InterruptedException {
        RequestPacer pacer =
                new RequestPacer(configured, WORKERS, RetryLimits.DEFAULT, stop, ticker, new Random(1)::nextDouble);
        Directory directory = pacer.around(new StubDirectory(from -> answer(permitted)), counter);
        List<Integer> rest = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        ticker.run(WORKERS, () -> {
            while (!rest.isEmpty()) {
                rest.remove(rest.size() - 1);
                directory.listUsers(null);
            }
        });
    }

    private double tokens = -1;
    private double filledAt;

    /** The provider: one second's tokens, refilled at the rate that it permits at the time. */
    private Page<User> answer(DoubleUnaryOperator permitted) {
        ticker.sleep(LATENCY / 2);
        double now = ticker.seconds();
        double rate = permitted.applyAsDouble(now);
        tokens = tokens < 0 ? rate : Math.min(rate, tokens + (now - filledAt) * rate);
        filledAt = now;
        boolean serves = tokens >= 1;
        if (serves) {
            tokens--;
            servedAt.add(now);
        }
        ticker.sleep(LATENCY / 2);
        if (!serves) {
            throw StubDirectory.throttled(null);
        }
        return StubDirectory.lastPage();
    }

    private double refusedShare() {
        RequestCounter.Counts counts = counter.take();
        return (double) counts.throttles() / counts.requests();
    }

    /** Served a second, between two times. */
    private double served(double from, double to) {
        return servedAt.stream().filter(at -> at >= from && at < to).count() / (to - from);
    }

    /** The first time from which on two seconds together were served at a rate. */
    private double foundAgain(double from, double rate) {
        return IntStream.range(0, 600)
                .mapToDouble(tenth -> from + tenth / 10.0)
                .filter(at -> served(at, at + 2) >= rate)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
