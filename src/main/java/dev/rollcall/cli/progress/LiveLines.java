package dev.rollcall.cli.progress;

import dev.rollcall.directory.TextWidth;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * The last lines on a terminal, painted anew again and again. What others write in the meantime, through {@link #above},
 * stands above them. A terminal that gets narrower breaks the lines that are there, and this reckons with it.
 */
final class LiveLines implements AutoCloseable {
    /** Row by row: what a terminal erases at once, from the first row on, some keep in what can be scrolled back to. */
    private static final String ERASE_ROW = "\r\u001b[2K";

    private static final String ROW_ABOVE = "\u001b[1A";

    /** Left to the echo of keys, such as {@code ^C}: it must not begin another row. */
    private static final int MARGIN = 4;

    private final OutputStream terminal;
    private final Supplier<TerminalSize> size;

    /** What is on the screen now. */
    private List<String> painted = List.of();

    /** What was painted last, and is painted again below what others write. */
    private List<String> latest = List.of();

    private boolean atLineStart = true;
    private boolean closed;

    LiveLines(OutputStream terminal, Supplier<TerminalSize> size) {
        this.terminal = terminal;
        this.size = size;
    }

    /** Gives the lines for a terminal's room. */
    @FunctionalInterface
    interface Picture {
        /**
         * The lines, anew.
         *
         * @param columns no line is wider
         * @param rows of more lines than these the first are shown
         */
        List<String> lines(int columns, int rows);
    }

    /** Paints lines in place of those there. */
    synchronized void paint(Picture picture) {
        if (closed || !atLineStart) {
            return;
        }
        TerminalSize now = size.get();
        int rows = Math.max(1, now.rows() - 1);
        List<String> wanted = picture.lines(Math.max(1, now.columns() - MARGIN), rows);
        List<String> shown = wanted.subList(0, Math.min(wanted.size(), rows));
        write(erasure(now) + String.join("\n", shown));
        latest = List.copyOf(shown);
        painted = latest;
    }

    /** For what others write. A line that they have begun stays alone until it ends. */
    PrintStream above() {
        return new PrintStream(new Above(), true, StandardCharsets.UTF_8);
    }

    /** Takes the lines away, for good. */
    @Override
    public synchronized void close() {
        erase();
        closed = true;
    }

    /** Leaves the lines where they are, for good. What comes next stands below them. */
    synchronized void leave() {
        if (!closed && !painted.isEmpty()) {
            write("\n");
        }
        closed = true;
    }

    private void erase() {
        if (!painted.isEmpty()) {
            write(erasure(size.get()));
            painted = List.of();
        }
    }

    private String erasure(TerminalSize now) {
        int rows = painted.stream()
                .mapToInt(line -> Math.max(1, (TextWidth.of(line) + now.columns() - 1) / now.columns()))
                .sum();
        return rows == 0 ? "" : ERASE_ROW + (ROW_ABOVE + ERASE_ROW).repeat(rows - 1);
    }

    private void write(String text) {
        try {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
            terminal.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Above extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            synchronized (LiveLines.this) {
                erase();
                terminal.write(bytes, offset, length);
                terminal.flush();
                atLineStart = bytes[offset + length - 1] == '\n';
                if (atLineStart && !closed && !latest.isEmpty()) {
                    LiveLines.this.write(String.join("\n", latest));
                    painted = latest;
                }
            }
        }
    }
}
