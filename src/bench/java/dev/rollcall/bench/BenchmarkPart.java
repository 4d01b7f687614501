package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.List;

/** A part of the benchmark that can be measured by itself. */
interface BenchmarkPart {
    /** The name that selects the part in {@code -Dbench.only}. */
    String name();

    void measure(Workbench bench, Findings found);

    /** The rows of the table and the bars of the plot that a part adds. */
    final class Findings {
        private final List<Finding> rows = new ArrayList<>();
        private final List<Bar> bars = new ArrayList<>();

        void row(String what, Target target, List<Double> values, String note) {
            row(what, target, "", values, note);
        }

        void row(String what, Target target, String unit, List<Double> values, String note) {
            rows.add(new Finding(what, target, unit, values, note));
        }

        void stated(String what, String unit, List<Double> values, String note) {
            rows.add(new Finding(what, Target.STATED, unit, values, note));
        }

        void missing(String what, Target target, String why) {
            rows.add(Finding.missing(what, target, why));
        }

        void bar(String panel, String name, List<Double> seconds) {
            bars.add(new Bar(panel, name, seconds));
        }

        List<Finding> rows() {
            return List.copyOf(rows);
        }

        List<Bar> bars() {
            return List.copyOf(bars);
        }
    }
}
