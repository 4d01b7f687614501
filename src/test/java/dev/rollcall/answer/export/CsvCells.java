package dev.rollcall.answer.export;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV as the document for readers defines it, sharing nothing with what writes it. */
final class CsvCells {
    private CsvCells() {}

    /** The cells of every line, the header's too, without what keeps spreadsheets from running them. */
    static List<List<@Nullable String>> of(String text) {
        List<List<@Nullable String>> lines = new ArrayList<>();
        List<@Nullable String> line = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '"') {
                StringBuilder cell = new StringBuilder();
                i++;
                while (text.charAt(i) != '"' || text.startsWith("\"\"", i)) {
                    cell.append(text.charAt(i));
                    i += text.charAt(i) == '"' ? 2 : 1;
                }
                i++;
                line.add(unescaped(cell.toString()));
            } else {
                int end = i;
                while (text.charAt(end) != ',' && text.charAt(end) != '\r') {
                    end++;
                }
                line.add(end == i ? null : text.substring(i, end));
                i = end;
            }
            if (text.startsWith("\r\n", i)) {
                lines.add(line);
                line = new ArrayList<>();
                i += 2;
            } else if (text.charAt(i) == ',') {
                i++;
            } else {
                throw new IllegalArgumentException("at " + i + ": " + text.substring(i));
            }
        }
        return lines;
    }

    private static String unescaped(String cell) {
        return cell.matches("(?sU)'+([\\t\\r\\n].*|[\\s\\p{Cc}\\p{Cf}]*[=+\\-@＝＋－＠].*)") ? cell.substring(1) : cell;
    }
}
