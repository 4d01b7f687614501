package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs several measurements in turns, so many times each, in reverse order every second time. */
record Rounds(int count) {
    void run(Runnable... measurements) {
        for (int round = 0; round < count; round++) {
            List<Runnable> order = new ArrayList<>(List.of(measurements));
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            order.forEach(Runnable::run);
        }
    }
}
