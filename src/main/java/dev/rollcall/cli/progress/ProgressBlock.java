package dev.rollcall.cli.progress;

import dev.rollcall.directory.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One line a source: waiting, under way, or what became of it. Safe for use by several threads but for the lines. */
final class ProgressBlock {
    private static final int MOST_OF_NAME = 24;

    private final List<String> names;
    private final int widthOfNames;
    private final Map<String, SourceProgress> running = new ConcurrentHashMap<>();
    private final Map<String, String> ended = new ConcurrentHashMap<>();

    /** @param names of all sources, in the order of their lines */
    ProgressBlock(List<String> names) {
        this.names = List.copyOf(names);
        this.widthOfNames = Math.min(
                MOST_OF_NAME, names.stream().mapToInt(String::length).max().orElse(0));
    }

    void started(String name, SourceProgress progress) {
        running.put(name, progress);
    }

    /** @param outcome in a word */
    void ended(String name, String outcome) {
        ended.put(name, outcome);
        running.remove(name);
    }

    /** Those under way. */
    List<SourceProgress> running() {
        return List.copyOf(running.values());
    }

    /** All sources where there is room for them, else those that run, and how many others there are. */
    List<String> lines(int columns, int rows) {
        List<String> all = new ArrayList<>();
        List<String> active = new ArrayList<>();
        for (String name : names) {
            SourceProgress source = running.get(name);
            if (source == null) {
                all.add(TextWidth.cut(padded(name) + " " + ended.getOrDefault(name, "waiting"), columns));
            } else {
                active.add(source.line(padded(name), columns));
                all.add(active.get(active.size() - 1));
            }
        }
        if (all.size() <= rows) {
            return all;
        }
        List<String> shown = new ArrayList<>(active.subList(0, Math.min(active.size(), rows - 1)));
        shown.add(TextWidth.cut(others(active.size(), active.size() - shown.size()), columns));
        return shown;
    }

    private String others(int active, int notShown) {
        int over = ended.size();
        return (notShown > 0 ? notShown + " more under way, " : "") + (names.size() - active - over) + " waiting, "
                + over + " ended";
    }

    private String padded(String name) {
        String cut = TextWidth.cut(name, widthOfNames);
        return cut + " ".repeat(Math.max(0, widthOfNames - TextWidth.of(cut)));
    }
}
