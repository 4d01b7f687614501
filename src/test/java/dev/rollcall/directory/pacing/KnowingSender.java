package dev.rollcall.directory.pacing;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * Who knows what no pacer knows: the limit, and, so many seconds late, whether others ask. Sends evenly, whatever
 * becomes of the requests.
 *
 * @param alone requests a second while others don't ask
 * @param withOthers requests a second while they do
 * @param late seconds
 */
record KnowingSender(double alone, double withOthers, double late) {
    /** @param known when the sender knows of it */
    private record Sight(double known, boolean othersAreHere) {}

    SimulatedProvider run(SimulatedProvider.Conditions conditions, long seed, double until) {
        SimulatedProvider provider = new SimulatedProvider(conditions, new Random(seed));
        Queue<Double> underWay = new PriorityQueue<>();
        Queue<Sight> sights = new ArrayDeque<>();
        double rate = alone;
        double at = 0;
        while (at < until) {
            while (!underWay.isEmpty() && underWay.element() <= at) {
                provider.arrives(underWay.remove());
            }
            sights.add(new Sight(at + late, provider.othersAreHere(at)));
            while (!sights.isEmpty() && sights.element().known() <= at) {
                rate = sights.remove().othersAreHere() ? withOthers : alone;
            }
            underWay.add(at + provider.travel() / 1e9);
            at += 1 / rate;
        }
        return provider;
    }
}
