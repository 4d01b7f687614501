package dev.rollcall.faults;

import java.util.EnumMap;
import java.util.Map;

/** What was killed when, and what came of it. Safe for use by several threads. */
final class KillTable {
    private final String what;
    private final int wanted;
    private final Map<KillState, Row> rows = new EnumMap<>(KillState.class);
    private final long begun = System.nanoTime();
    private int claimed;
    private int late;
    private int busy;
    private int compared;

    private record Row(int kills, long readAgain) {}

    /** @param wanted how many kills are to meet a run alive */
    KillTable(String what, int wanted) {
        this.what = what;
        this.wanted = wanted;
    }

    /** Whether another kill is wanted; if so it is the caller's to make. */
    synchronized boolean claim() {
        boolean more = claimed < wanted;
        claimed += more ? 1 : 0;
        return more;
    }

    synchronized void hit(KillState state) {
        add(state, 1, 0);
    }

    /** The run had ended: another is to be killed instead. */
    synchronized void late() {
        late++;
        claimed--;
    }

    /** The run before still had the source. */
    synchronized void busy() {
        busy++;
        claimed--;
    }

    /** Pages that were served before the kill and are read again, since no checkpoint had them yet. */
    synchronized void readAgain(KillState state, long pages) {
        add(state, 0, pages);
    }

    /** A run that was let to its end was compared with the directory. */
    synchronized void compared() {
        compared++;
    }

    synchronized int hits() {
        return rows.values().stream().mapToInt(Row::kills).sum();
    }

    synchronized String report() {
        StringBuilder text = new StringBuilder();
        String line = "%-40s %9s %18s%n";
        text.append(line.formatted(what, "kills", "pages read again"));
        rows.forEach((state, row) -> text.append(line.formatted("  " + state, row.kills(), row.readAgain())));
        long readAgain = rows.values().stream().mapToLong(Row::readAgain).sum();
        text.append(line.formatted("  all", hits(), readAgain));
        return text.append(
                        "  runs let to their end and compared: %d; found the source busy: %d; ended before: %d; %d s%n"
                                .formatted(compared, busy, late, (System.nanoTime() - begun) / 1_000_000_000))
                .toString();
    }

    private void add(KillState state, int kills, long readAgain) {
        rows.merge(
                state,
                new Row(kills, readAgain),
                (old, more) -> new Row(old.kills() + more.kills(), old.readAgain() + more.readAgain()));
    }
}
