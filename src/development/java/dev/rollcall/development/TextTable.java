package dev.rollcall.development;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns, numbers to the right. */
final class TextTable {
    private static final String INDENT = "    ";
    private static final String GAP = "  ";

    private final List<List<TableCell>> rows = new ArrayList<>();

    void add(List<@Nullable String> row) {
        rows.add(row.stream().map(TableCell::of).toList());
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
        List<List<TableCell>> lines = new ArrayList<>();
        if (!names.isEmpty()) {
            List<TableCell> header = names.stream().map(TableCell::of).toList();
            lines.add(header);
            lines.add(IntStream.range(0, names.size())
                    .mapToObj(column -> TableCell.of("-"
                            .repeat(Math.max(
                                    width(rows, column), header.get(column).width()))))
                    .toList());
        }
        lines.addAll(rows);
        lines.forEach(line -> out.println(INDENT + text(line, lines).stripTrailing()));
    }

    private String text(List<TableCell> line, List<List<TableCell>> lines) {
        return String.join(
                GAP,
                IntStream.range(0, line.size())
                        .mapToObj(column -> line.get(column).padded(width(lines, column), isNumeric(column)))
                        .toList());
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).isNumber());
    }

    private static int width(List<List<TableCell>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).width()).max().orElse(0);
    }
}
