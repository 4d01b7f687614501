package dev.rollcall.faults;

import java.util.Map;
import java.util.TreeMap;

/** What was done to runs and what came of it, a row a fault; for the table at the end of the fault suite. */
final class FaultTable {
    private static final String LINE = "%-100s %9s %7s  %s%n";

    private static final Map<String, Row> ROWS = new TreeMap<>();
    private static long ran;

    private record Row(long injected, long runs, long failed) {
        Row plus(Row other) {
            return new Row(injected + other.injected, runs + other.runs, failed + other.failed);
        }

        String result() {
            return failed == 0 ? "as it must be" : failed + " FAILED";
        }
    }

    private FaultTable() {}

    /** Counts a run of the program. */
    static synchronized void ran() {
        ran++;
    }

    /** How many runs there were in this JVM. */
    static synchronized long runs() {
        return ran;
    }

    static synchronized void add(String fault, long injected, long runs, boolean good) {
        ROWS.merge(fault, new Row(injected, runs, good ? 0 : 1), Row::plus);
    }

    /** Fault, times injected, runs, result; a line each. */
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
