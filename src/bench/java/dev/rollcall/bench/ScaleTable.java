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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The figures of several sizes side by side, with their growth. Each size is kept in a file: they are measured apart. */
final class ScaleTable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ENDING = ".json";

    private final Path folder;

    ScaleTable(Path folder) {
        this.folder = folder;
    }

    /** @param unit empty for a number */
    record Figure(String what, String unit, double value) {}

    /** What is kept of one size. */
    record Size(double millions, List<Figure> figures) {
        Size {
            figures = List.copyOf(figures);
        }
    }

    static String name(double millions) {
        return millions == Math.rint(millions)
                ? String.format(Locale.ROOT, "%.0f", millions)
                : Double.toString(millions);
    }

    void keep(double millions, List<Figure> figures) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(name(millions) + ENDING), JSON.writeValueAsString(new Size(millions, figures)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is kept of a size; nothing where it was not measured. */
    List<Figure> kept(double millions) {
        Path file = folder.resolve(name(millions) + ENDING);
        return Files.exists(file) ? JSON.readValue(file.toFile(), Size.class).figures() : List.of();
    }

    /** Writes the table of all sizes that were measured, and returns it. */
    String write() {
        try {
            String table = of(sizes());
            Files.writeString(folder.resolve("scale.md"), table);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Size> sizes() throws IOException {
        Map<Double, Size> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(ENDING)).toList()) {
                Size size = JSON.readValue(file.toFile(), Size.class);
                sizes.put(size.millions(), size);
            }
        }
        return List.copyOf(sizes.values());
    }

    /** In Markdown: between two sizes stands how many times the second is the first. */
    static String of(List<Size> sizes) {
        StringBuilder head = new StringBuilder("| million memberships |");
        StringBuilder rule = new StringBuilder("| --- |");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        @Nullable Size before = null;
        for (Size size : sizes) {
            if (before != null) {
                head.append(" × |");
                rule.append(" ---: |");
            }
            head.append(' ').append(name(size.millions())).append(" |");
            rule.append(" ---: |");
            for (Figure figure : size.figures()) {
                List<String> cells = rows.computeIfAbsent(figure.what(), what -> new ArrayList<>());
                if (before != null) {
                    cells.add(growth(before, figure));
                }
                cells.add(number(figure));
            }
            before = size;
        }
        StringBuilder table = new StringBuilder(head).append('\n').append(rule).append('\n');
        rows.forEach((what, cells) -> table.append("| ")
                .append(what)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
        return table.toString();
    }

    private static String growth(Size before, Figure figure) {
        return before.figures().stream()
                .filter(other -> other.what().equals(figure.what()) && other.value() != 0)
                .map(other -> String.format(Locale.ROOT, "× %.1f", figure.value() / other.value()))
                .findFirst()
                .orElse("");
    }

    private static String number(Figure figure) {
        String number = figure.unit().isEmpty()
                ? String.format(Locale.ROOT, "%,.0f", figure.value())
                : String.format(Locale.ROOT, figure.value() < 100 ? "%.1f" : "%.0f", figure.value());
        return figure.unit().isEmpty() ? number : number + " " + figure.unit();
    }
}
