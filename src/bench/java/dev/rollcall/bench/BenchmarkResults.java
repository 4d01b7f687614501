package dev.rollcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** The findings of all parts. Each part is kept in a file, so that the parts can be measured one at a time. */
final class BenchmarkResults {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;

    BenchmarkResults(Path folder) {
        this.folder = folder;
    }

    /** The findings of one part. */
    record PartResult(List<Finding> findings, List<Bar> bars) {
        PartResult {
            findings = List.copyOf(findings);
            bars = List.copyOf(bars);
        }
    }

    void clear() {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void keep(String part, List<Finding> findings, List<Bar> bars) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(part), JSON.writeValueAsString(new PartResult(findings, bars)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String part) {
        return folder.resolve(part + ".json");
    }

    /** The parts that were measured, in this order. */
    PartResult all(List<String> parts) {
        List<Finding> findings = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (String part : parts) {
            if (Files.exists(file(part))) {
                PartResult kept = JSON.readValue(file(part).toFile(), PartResult.class);
                findings.addAll(kept.findings());
                bars.addAll(kept.bars());
            }
        }
        return new PartResult(findings, bars);
    }

    static String table(List<Finding> findings) {
        StringBuilder table = new StringBuilder("| what | must be | median | min | max | n | | made of |\n");
        table.append("| --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n");
        for (Finding finding : findings) {
            table.append("| ")
                    .append(finding.what())
                    .append(" | ")
                    .append(finding.target().words());
            if (finding.values().isEmpty()) {
                table.append(" | | | | 0 | | ");
            } else {
                table.append(String.format(
                        Locale.ROOT,
                        " | %s | %s | %s | %d | %s | ",
                        number(finding.median(), finding.unit()),
                        number(finding.least(), ""),
                        number(finding.most(), ""),
                        finding.values().size(),
                        finding.target().verdict(finding.median())));
            }
            table.append(finding.note()).append(" |\n");
        }
        return table.toString();
    }

    /** Aligns the columns of a Markdown table for a screen. */
    static String aligned(String markdown) {
        List<String[]> rows = markdown.lines()
                .filter(line -> !line.startsWith("| ---"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .toList();
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        rows.forEach(row -> {
            for (int i = 0; i < row.length - 1; i++) {
                widths.merge(i, row[i].strip().length(), Math::max);
            }
        });
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                String cell = row[i].strip();
                text.append(cell).append(" ".repeat(Math.max(0, widths.getOrDefault(i, 0) - cell.length()) + 2));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String number(double value, String unit) {
        String number = value != 0 && Math.abs(value) < 0.01
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
