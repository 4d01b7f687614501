package dev.rollcall.answer.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times at which something changed for readers of a source, with what is known of the snapshot published then.
 *
 * @param prunedBefore nothing is known before it; null while all is
 */
record Timeline(List<Event> events, @Nullable Instant prunedBefore) {
    /**
     * A publish or a retirement.
     *
     * @param snapshot the columns of the snapshot; empty for a retirement
     */
    record Event(Instant at, Map<String, @Nullable Object> snapshot) {
        boolean isRetirement() {
            return snapshot.isEmpty();
        }
    }

    /**
     * What a report holds of it.
     *
     * @param events all that changed within, after the last one not after {@code from}
     * @param from since when the report knows
     * @param isCut whether it begins later than the source's history does, or did
     * @param isPruned whether what was before was removed
     */
    record Part(List<Event> events, Instant from, Instant to, boolean isCut, boolean isPruned) {
        TimeAxis axis() {
            return new TimeAxis(events.stream()
                    .mapToLong(event -> Microseconds.of(event.at()))
                    .toArray());
        }

        Event last() {
            return events.get(events.size() - 1);
        }

        /** The columns of the snapshots, a list of values each, null where a source was retired. */
        Map<String, List<@Nullable Object>> snapshots() {
            Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
            for (Event event : events) {
                event.snapshot().keySet().forEach(name -> columns.putIfAbsent(name, new ArrayList<>()));
            }
            for (Event event : events) {
                columns.forEach((name, values) -> values.add(event.snapshot().get(name)));
            }
            return columns;
        }
    }

    /**
     * The part between two times.
     *
     * @param from a time at which something is known
     */
    Part part(Instant from, Instant to) {
        int first = 0;
        int end = 0;
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).at().isAfter(from)) {
                first = i;
            }
            if (!events.get(i).at().isAfter(to)) {
                end = i + 1;
            }
        }
        List<Event> within = events.subList(first, end);
        if (within.isEmpty()) {
            throw new IllegalArgumentException("nothing is known from " + from + " to " + to);
        }
        Instant known = events.get(0).at();
        boolean isPruned = prunedBefore != null && prunedBefore.isAfter(known);
        return new Part(within, from, to, from.isAfter(known), isPruned && !from.isAfter(prunedBefore));
    }
}
