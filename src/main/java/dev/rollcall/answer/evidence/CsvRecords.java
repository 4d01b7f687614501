package dev.rollcall.answer.evidence;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV as Rollcall writes it, record by record; anything else is refused. */
final class CsvRecords {
    /** A chain's facts take some hundred characters. */
    private static final int LONGEST_CELL = 1 << 16;

    private static final int MOST_CELLS = 100;

    private final Reader in;
    private int next;

    /** @param in is asked for single characters */
    CsvRecords(Reader in) throws IOException {
        this.in = in;
        this.next = in.read();
    }

    /**
     * The next record.
     *
     * @return its cells, null for an empty one without quotes; null at the end
     * @throws MalformedPackException when it is not written so
     */
    @Nullable
    List<@Nullable String> next() throws IOException {
        if (next < 0) {
            return null;
        }
        List<@Nullable String> cells = new ArrayList<>();
        while (true) {
            cells.add(next == '"' ? quoted() : plain());
            if (next == ',' && cells.size() < MOST_CELLS) {
                next = in.read();
            } else {
                skip('\r');
                skip('\n');
                return cells;
            }
        }
    }

    private String quoted() throws IOException {
        StringBuilder cell = new StringBuilder();
        next = in.read();
        while (true) {
            if (next == '"') {
                next = in.read();
                if (next != '"') {
                    return cell.toString();
                }
            }
            append(cell);
        }
    }

    private @Nullable String plain() throws IOException {
        StringBuilder cell = new StringBuilder();
        while (next != ',' && next != '\r') {
            append(cell);
        }
        return cell.isEmpty() ? null : cell.toString();
    }

    private void append(StringBuilder cell) throws IOException {
        if (next < 0 || cell.length() >= LONGEST_CELL) {
            throw new MalformedPackException("chain.csv is not as Rollcall writes it");
        }
        cell.append((char) next);
        next = in.read();
    }

    private void skip(char expected) throws IOException {
        if (next != expected) {
            throw new MalformedPackException("chain.csv is not as Rollcall writes it");
        }
        next = in.read();
    }
}
