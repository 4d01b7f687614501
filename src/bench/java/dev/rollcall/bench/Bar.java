package dev.rollcall.bench;

import java.util.List;

/** A bar of the plot: seconds of one way to do the work of a panel. */
record Bar(String panel, String name, List<Double> seconds) {
    Bar {
        seconds = List.copyOf(seconds);
    }
}
