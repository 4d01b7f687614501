package dev.rollcall.faults;

import java.util.Map;
import java.util.TreeMap;

/** The table at the end of the fault suite: a row for each fault, with how often it was injected and the result. */
final class FaultTable {
    private static final String LINE = "%-100s %9s %7s  %s%n";

    private static final Map<String, Row> ROWS = new TreeMap<>();
    private static long additions;

    private record Row(long injected, long runs, long failed) {
        Row plus(Row other) {
            return new Row(injected + other.injected, runs + other.runs, failed + other.failed);
        }

        String result() {
            return failed == 0 ? "as it must be" : failed + " FAILED";
        }
    }

    private FaultTable() {}

    /** How often something was added in this JVM. */
    static synchronized long additions() {
        return additions;
    }

    static synchronized void add(String fault, long injected, long runs, boolean good) {
        additions++;
        ROWS.merge(fault, new Row(injected, runs, good ? 0 : 1), Row::plus);
    }

    /** One line for each fault: its name, how often it was injected, runs, result. */
    static synchronized String text() {
        StringBuilder text = new StringBuilder(LINE.formatted("fault", "injected", "runs", "result"));
        ROWS.forEach((fault, row) -> text.append(LINE.formatted(fault, row.injected(), row.runs(), row.result())));
        Row all = ROWS.values().stream().reduce(new Row(0, 0, 0), Row::plus);
        return text.append(LINE.formatted("all", all.injected(), all.runs(), all.result()))
                .toString();
    }

    static synchronized boolean isEmpty() {
        return ROWS.isEmpty();
    }
}
