package dev.rollcall.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The events at which faults may be injected into runs of some scenarios; carries out trials, several at once. */
final class CrashPoints implements AutoCloseable {
    /** Runs mostly wait for their rate limit. Each has up to 8 connections, and a server may accept no more than 100. */
    private static final int AT_ONCE = 10;

    private static final long LONGEST_SECONDS = 180;

    private final LogSilencer silencer = new LogSilencer();
    private final Map<Scenario, ScenarioTemplate> templates = new EnumMap<>(Scenario.class);
    private final Map<Scenario, ProcessEvents> unharmed = new EnumMap<>(Scenario.class);
    private final List<String> failures = new ArrayList<>();

    /** A trial: the faults to inject, one run after the other. */
    record Point(Scenario scenario, List<FaultPlan> plans) {}

    CrashPoints(Collection<Scenario> scenarios) {
        for (Scenario scenario : scenarios) {
            ScenarioTemplate template = ScenarioTemplate.of(scenario);
            templates.put(scenario, template);
            unharmed.put(scenario, template.unharmed());
        }
    }

    /** How many events of an unharmed run may be injectedAt; another has a few more or fewer, as its threads meet. */
    long events(Scenario scenario, ProcessFault fault) {
        ProcessEvents events = unharmed.get(scenario);
        if (events == null) {
            throw new IllegalStateException("no template of " + scenario);
        }
        return events.events(fault);
    }

    /**
     * Carries out the trials, several at once.
     *
     * @return the failures, a line each; empty when there are none
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
        ScenarioTemplate template = templates.get(point.scenario());
        if (template == null) {
            throw new IllegalStateException("no template of " + point.scenario());
        }
        try {
            List<SimulatedProcess.Run> runs = CrashTrial.of(template, point.plans());
            note(point, CrashTrial.injectedAt(runs), runs.size(), null);
        } catch (AssertionError e) {
            note(point, null, 1, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void note(Point point, @Nullable ProcessEvent injectedAt, int runs, @Nullable String failure) {
        String fault = (point.plans().get(0).fault() == ProcessFault.DEATH ? "death" : "connection cut")
                + (point.plans().size() > 1 ? " in a run and in the next" : "");
        String at = failure != null ? "(failed)" : injectedAt == null ? "(after its end)" : injectedAt.kind();
        FaultTable.add(fault + " at: " + at, 1, runs, failure == null);
        if (failure != null) {
            failures.add(failure);
            System.out.println("FAILED: " + failure);
        }
    }

    @Override
    public void close() {
        templates.values().forEach(ScenarioTemplate::close);
        silencer.close();
    }
}
