package dev.rollcall.faults;

import java.util.EnumMap;
import java.util.Map;

/** Counts kills by the state of the run, and what came of them. Safe for use by several threads. */
final class KillTable {
    private final String what;
    private final int wanted;
    private final Map<KillState, Row> rows = new EnumMap<>(KillState.class);
    private final long startedAt = System.nanoTime();
    private int claimed;
    private int late;
    private int busy;
    private int compared;

    private record Row(int kills, long readAgain) {}

    /** @param wanted how many kills must meet a run that is alive */
    KillTable(String what, int wanted) {
        this.what = what;
        this.wanted = wanted;
    }

    /** Claims the next kill; false when enough are made or claimed. */
    synchronized boolean claim() {
        boolean more = claimed < wanted;
        claimed += more ? 1 : 0;
        return more;
    }

    synchronized void hit(KillState state) {
        add(state, 1, 0);
    }

    /** The run had ended before the kill: gives the claim back. */
    synchronized void late() {
        late++;
        claimed--;
    }

    /** The run before still held the source: gives the claim back. */
    synchronized void busy() {
        busy++;
        claimed--;
    }

    /** Adds pages that were served before the kill and read again, since no checkpoint had them yet. */
    synchronized void readAgain(KillState state, long pages) {
        add(state, 0, pages);
    }

    /** Counts a run that went to its end and was compared with the directory. */
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
                        "  runs that went to their end and were compared: %d; found the source busy: %d; ended before: %d; %d s%n"
                                .formatted(compared, busy, late, (System.nanoTime() - startedAt) / 1_000_000_000))
                .toString();
    }

    private void add(KillState state, int kills, long readAgain) {
        rows.merge(
                state,
                new Row(kills, readAgain),
                (old, more) -> new Row(old.kills() + more.kills(), old.readAgain() + more.readAgain()));
    }
}
