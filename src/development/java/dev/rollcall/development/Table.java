package dev.rollcall.development;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns, numbers to the right. */
final class Table {
    private static final String INDENT = "    ";
    private static final String GAP = "  ";

    private final List<List<Cell>> rows = new ArrayList<>();

    void add(List<@Nullable String> row) {
        rows.add(row.stream().map(Cell::of).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintStream out) {
        print(out, List.of());
    }

    /**
     * Prints the rows beneath the names of their columns.
     *
     * @param names empty for none
     */
    void print(PrintStream out, List<String> names) {
        List<List<Cell>> lines = new ArrayList<>();
        if (!names.isEmpty()) {
            List<Cell> header = names.stream().map(Cell::of).toList();
            lines.add(header);
            lines.add(IntStream.range(0, names.size())
                    .mapToObj(column -> Cell.of("-"
                            .repeat(Math.max(
                                    width(rows, column), header.get(column).width()))))
                    .toList());
        }
        lines.addAll(rows);
        lines.forEach(line -> out.println(INDENT + text(line, lines).stripTrailing()));
    }

    private String text(List<Cell> line, List<List<Cell>> lines) {
        return String.join(
                GAP,
                IntStream.range(0, line.size())
                        .mapToObj(column -> line.get(column).padded(width(lines, column), isNumeric(column)))
                        .toList());
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).isNumber());
    }

    private static int width(List<List<Cell>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).width()).max().orElse(0);
    }
}
