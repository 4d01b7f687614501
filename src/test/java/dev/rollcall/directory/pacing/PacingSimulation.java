package dev.rollcall.directory.pacing;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * A pacer and a provider in simulated time, without threads: workers that ask the pacer for their turn, and requests on
 * their way. It calls what {@link RequestPacer#send} and {@link PacingInterceptor} call, in the same order, and is fast
 * enough for many seeds.
 */
final class PacingSimulation {
    private static final int WORKERS = 8;

    private final SettableTicker ticker = new SettableTicker();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final RequestPacer pacer;
    private final SimulatedProvider provider;
    private final SimulatedProvider.Conditions conditions;
    private long count;

    private enum Kind {
        ASKS,
        ARRIVES,
        SERVED,
        REFUSED
    }

    /**
     * @param at when, in nanoseconds
     * @param sentAt when the request was sent
     */
    private record Event(long at, long number, Kind kind, long sentAt) {}

    private static final class SettableTicker implements Ticker {
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            throw new AssertionError("nobody sleeps here");
        }
    }

    private PacingSimulation(double told, SimulatedProvider.Conditions conditions, long seed) {
        this.pacer = new RequestPacer(told, WORKERS, RetryLimits.DEFAULT, new StopSignal(), ticker, () -> 0);
        this.provider = new SimulatedProvider(conditions, new Random(seed));
        this.conditions = conditions;
    }

    /**
     * Sends requests, as many as the pacer lets through.
     *
     * @param told requests a second, the most that the pacer sends
     * @param until seconds
     */
    static SimulatedProvider run(double told, SimulatedProvider.Conditions conditions, long seed, double until) {
        PacingSimulation simulation = new PacingSimulation(told, conditions, seed);
        simulation.run((long) (until * 1e9));
        return simulation.provider;
    }

    /** So many runs, each by a seed of its own. */
    static List<SimulatedProvider> runs(int seeds, LongFunction<SimulatedProvider> run) {
        return LongStream.rangeClosed(1, seeds).mapToObj(run).toList();
    }

    /** A figure of several runs. */
    record Figures(double median, double worst) {
        static Figures of(List<SimulatedProvider> runs, ToDoubleFunction<SimulatedProvider> figure) {
            double[] values = runs.stream().mapToDouble(figure).sorted().toArray();
            return new Figures(values[values.length / 2], values[values.length - 1]);
        }
    }

    private void run(long until) {
        for (int worker = 0; worker < WORKERS; worker++) {
            add(0, Kind.ASKS, 0);
        }
        while (ticker.now <= until) {
            Event event = events.remove();
            ticker.now = event.at();
            if (event.kind() == Kind.ARRIVES) {
                boolean serves = provider.arrives(ticker.seconds());
                add(provider.travel(), serves ? Kind.SERVED : Kind.REFUSED, event.sentAt());
            } else {
                answered(event);
                ask();
            }
        }
    }

    private void answered(Event event) {
        if (event.kind() == Kind.SERVED) {
            pacer.served();
        } else if (event.kind() == Kind.REFUSED) {
            pacer.throttled(event.sentAt(), conditions.retryAfter());
        }
    }

    private void ask() {
        long wait = pacer.takeToken();
        if (wait > 0) {
            add(wait, Kind.ASKS, 0);
        } else {
            add(provider.travel(), Kind.ARRIVES, ticker.now);
        }
    }

    private void add(long in, Kind kind, long sentAt) {
        events.add(new Event(ticker.now + in, count++, kind, sentAt));
    }
}
