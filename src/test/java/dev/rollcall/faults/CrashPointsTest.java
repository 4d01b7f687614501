package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.faults.CrashPoints.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills or cuts runs at their events and runs again: the result is the same as without the fault. */
class CrashPointsTest {
    private static final int SOME = 20;

    private static final List<Scenario> WEIGHTED = List.of(
            Scenario.FIRST,
            Scenario.FIRST,
            Scenario.CHANGED,
            Scenario.CHANGED,
            Scenario.CHANGED,
            Scenario.GUARDED,
            Scenario.CONSENT,
            Scenario.DRY_RUN);

    @Test
    void nextRunRepairsAFaultAtSomeEvent() {
        injectAtSomeEvents(SOME);
    }

    @Test
    @Tag("faults")
    @EnabledIfSystemProperty(named = "rollcall.faults", matches = "short")
    void nextRunRepairsAFaultAtSomeMoreEvents() {
        injectAtSomeEvents(2 * SOME);
    }

    private static void injectAtSomeEvents(int times) {
        Random random = new Random(RandomSeed.next("some crash points"));
        try (CrashPoints points = new CrashPoints(EnumSet.allOf(Scenario.class))) {
            List<Point> some = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                ProcessFault fault = i % 4 == 3 ? ProcessFault.CUT : ProcessFault.DEATH;
                Scenario scenario = any(random);
                some.add(new Point(scenario, List.of(any(random, fault, points.events(scenario, fault)))));
            }
            assertThat(points.tryAll(some)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("faultsInScenarios")
    @Tag("faults")
    @EnabledIfSystemProperty(named = "rollcall.faults", matches = "full")
    void nextRunRepairsAFaultAtAnyEvent(ProcessFault fault, Scenario scenario) {
        // Every death; of the cuts, which a run may even survive, one in four.
        int step = fault == ProcessFault.DEATH ? 1 : 4;
        long first = fault == ProcessFault.DEATH ? 1 : 1L + new Random(RandomSeed.next("first cut")).nextInt(step);
        try (CrashPoints points = new CrashPoints(List.of(scenario))) {
            assertThat(points.tryAll(LongStream.iterate(
                                    first, event -> event <= points.events(scenario, fault), event -> event + step)
                            .mapToObj(event -> new Point(scenario, List.of(new FaultPlan(fault, event))))
                            .toList()))
                    .isEmpty();
        }
    }

    static Stream<Arguments> faultsInScenarios() {
        return Arrays.stream(ProcessFault.values())
                .flatMap(fault -> Arrays.stream(Scenario.values()).map(scenario -> Arguments.of(fault, scenario)));
    }

    @Test
    @Tag("faults")
    void nextRunRepairsTwoFaultsInARow() {
        Random random = new Random(RandomSeed.next("pairs of crash points"));
        try (CrashPoints points = new CrashPoints(EnumSet.allOf(Scenario.class))) {
            List<Point> pairs = new ArrayList<>();
            for (int i = 0; i < SuiteSize.of(0, 8, 300); i++) {
                Scenario scenario = any(random);
                long events = points.events(scenario, ProcessFault.DEATH);
                pairs.add(new Point(
                        scenario,
                        List.of(any(random, ProcessFault.DEATH, events), any(random, ProcessFault.DEATH, events / 2))));
            }
            assertThat(points.tryAll(pairs)).isEmpty();
        }
    }

    private static Scenario any(Random random) {
        return WEIGHTED.get(random.nextInt(WEIGHTED.size()));
    }

    private static FaultPlan any(Random random, ProcessFault fault, long events) {
        return new FaultPlan(fault, 1 + random.nextInt((int) events));
    }
}
