package dev.rollcall.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is measured, and how often.
 *
 * @param runs how often each thing is measured
 * @param only the parts of the benchmark that are wanted; empty for all
 * @param folder holds prepared directories, logs and results
 * @param packaged whether the program is started as it is packaged, if it is
 * @param rows rows of the aged history, in millions
 * @param sizes of the databases whose growth is measured, in million current memberships
 */
record BenchmarkSettings(
        int runs,
        Set<String> only,
        BenchmarkScale scale,
        Path folder,
        boolean packaged,
        double rows,
        List<Double> sizes) {
    BenchmarkSettings {
        only = Set.copyOf(only);
        sizes = List.copyOf(sizes);
    }

    /**
     * From {@code bench.runs}, {@code bench.only}, a list with commas, {@code bench.size}, tiny or full, {@code
     * bench.folder}, and {@code bench.rows} and {@code bench.sizes}, in millions.
     */
    static BenchmarkSettings fromProperties() {
        String only = System.getProperty("bench.only", "");
        boolean tiny = System.getProperty("bench.size", "full").equals("tiny");
        String folder = System.getProperty("bench.folder", tiny ? "target/bench-tiny" : "target/bench");
        return new BenchmarkSettings(
                Integer.getInteger("bench.runs", 5),
                Arrays.stream(only.split(",", -1))
                        .filter(part -> !part.isBlank())
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                tiny ? BenchmarkScale.tiny() : BenchmarkScale.full(),
                Path.of(folder).toAbsolutePath(),
                true,
                Double.parseDouble(System.getProperty("bench.rows", tiny ? "0.01" : "6")),
                Arrays.stream(System.getProperty("bench.sizes", tiny ? "0.01" : "1")
                                .split(",", -1))
                        .map(Double::valueOf)
                        .toList());
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
