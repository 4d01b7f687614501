package dev.rollcall.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param runs how often each thing is measured
 * @param only the parts of the benchmark that are wanted; empty for all
 * @param folder where everything is kept and written
 * @param packaged whether the program is started as it is packaged, if it is
 */
record Settings(int runs, Set<String> only, Scale scale, Path folder, boolean packaged) {
    Settings {
        only = Set.copyOf(only);
    }

    /**
     * From {@code bench.runs}, {@code bench.only}, a list with commas, {@code bench.size}, tiny or full, and {@code
     * bench.folder}.
     */
    static Settings fromProperties() {
        String only = System.getProperty("bench.only", "");
        boolean tiny = System.getProperty("bench.size", "full").equals("tiny");
        String folder = System.getProperty("bench.folder", tiny ? "target/bench-tiny" : "target/bench");
        return new Settings(
                Integer.getInteger("bench.runs", 5),
                Arrays.stream(only.split(",", -1))
                        .filter(part -> !part.isBlank())
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                tiny ? Scale.tiny() : Scale.full(),
                Path.of(folder).toAbsolutePath(),
                true);
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
