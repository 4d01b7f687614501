package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Does several things so many times, in turns, and in the other order every second time. */
record Rounds(int count) {
    void run(Runnable... things) {
        for (int round = 0; round < count; round++) {
            List<Runnable> order = new ArrayList<>(List.of(things));
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            order.forEach(Runnable::run);
        }
    }
}
