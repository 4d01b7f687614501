package dev.rollcall.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The points at which runs of all scenarios may be struck, and the trials made of them. */
final class CrashPoints implements AutoCloseable {
    /** Runs mostly wait: for their pace, and for the database. */
    private static final int AT_ONCE = 4;

    private static final long LONGEST_SECONDS = 180;

    private final Silence silence = new Silence();
    private final Map<Scenario, Stage> stages = new EnumMap<>(Scenario.class);
    private final Map<Scenario, Long> events = new EnumMap<>(Scenario.class);
    private final Map<String, Row> table = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final long begun = System.nanoTime();

    /** A trial to be made. */
    record Point(Scenario scenario, List<Plan> plans) {}

    private record Row(int injected, int runs, int failed) {
        Row plus(int moreRuns, boolean bad) {
            return new Row(injected + 1, runs + moreRuns, failed + (bad ? 1 : 0));
        }
    }

    CrashPoints(Collection<Scenario> scenarios) {
        for (Scenario scenario : scenarios) {
            Stage stage = Stage.of(scenario);
            stages.put(scenario, stage);
            events.put(scenario, stage.events());
        }
    }

    /** How many events an unharmed run has; another has a few more or fewer, as its threads meet. */
    long events(Scenario scenario) {
        return events.getOrDefault(scenario, 0L);
    }

    /**
     * Makes the trials, some at once.
     *
     * @return what went wrong, a line each; empty when nothing did
     */
    List<String> tryAll(List<Point> points) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> trials = new ArrayList<>();
            for (Point point : points) {
                trials.add(threads.submit(() -> tryOne(point)));
            }
            for (Future<?> trial : trials) {
                trial.get(LONGEST_SECONDS * points.size(), TimeUnit.SECONDS);
            }
            return List.copyOf(failures);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void tryOne(Point point) {
        Stage stage = stages.get(point.scenario());
        if (stage == null) {
            throw new IllegalStateException("no stage of " + point.scenario());
        }
        try {
            List<Program.Run> runs = Trial.of(stage, point.plans());
            note(point, Trial.struck(runs), runs.size(), null);
        } catch (AssertionError e) {
            note(point, null, 1, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void note(Point point, @Nullable Event struck, int runs, @Nullable String failure) {
        String fault = point.plans().get(0).fault() + (point.plans().size() > 1 ? ", and in the recovery" : "");
        String at = failure != null ? "(failed)" : struck == null ? "(after its end)" : struck.kind();
        table.merge(
                fault + " | " + at,
                new Row(1, runs, failure == null ? 0 : 1),
                (old, one) -> old.plus(runs, failure != null));
        if (failure != null) {
            failures.add(failure);
            System.out.println("FAILED: " + failure);
        }
    }

    /** Fault, times injected, runs, result; a line each. */
    synchronized String report() {
        StringBuilder text = new StringBuilder("events of an unharmed run: " + events + "\n");
        String line = "%-75s %9s %7s  %s%n";
        text.append(line.formatted("fault", "injected", "runs", "result"));
        table.forEach((fault, row) -> text.append(line.formatted(
                fault, row.injected(), row.runs(), row.failed() == 0 ? "as without it" : row.failed() + " FAILED")));
        int injected = table.values().stream().mapToInt(Row::injected).sum();
        int runs = table.values().stream().mapToInt(Row::runs).sum();
        text.append(line.formatted("all", injected, runs, failures.isEmpty() ? "as without it" : "FAILED"));
        return text.append("in %d s%n".formatted((System.nanoTime() - begun) / 1_000_000_000))
                .toString();
    }

    @Override
    public void close() {
        stages.values().forEach(Stage::close);
        silence.close();
    }
}
