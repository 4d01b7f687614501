package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.List;

/** One value a run. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    List<Double> values() {
        return List.copyOf(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        return Finding.middle(values);
    }

    /** Run by run. */
    List<Double> over(Samples other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }

    List<Double> over(double other) {
        return values.stream().map(value -> value / other).toList();
    }

    /** Run by run. */
    Samples plus(Samples other) {
        Samples sums = new Samples();
        for (int i = 0; i < values.size(); i++) {
            sums.add(values.get(i) + other.values.get(i));
        }
        return sums;
    }
}
