package dev.rollcall.bench;

import java.util.List;

/**
 * A row of the table.
 *
 * @param values one a run; empty where it was not measured
 * @param note why it was not measured, or what the values are made of
 */
record Finding(String what, Target target, String unit, List<Double> values, String note) {
    Finding {
        values = List.copyOf(values);
    }

    static Finding missing(String what, Target target, String why) {
        return new Finding(what, target, "", List.of(), "not measured: " + why);
    }

    double median() {
        return middle(values);
    }

    static double middle(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(value -> value).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(value -> value).max().orElseThrow();
    }
}
